#include "records/fact/batch.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "records/fact/batch_store.hpp"
#include "records/fact/fact_store.hpp"

namespace leye::fact {

std::string_view name_of(State state) {
    switch (state) {
        case State::loading: return "loading";
        case State::done: return "done";
        case State::broken: return "broken";
    }
    throw Bug("a batch in no state");
}

Result<int64_t> begin_batch(party::Context& ctx, const NewBatch& batch) {
    Batch b;
    b.number = last_number(ctx.tx) + 1;
    if (const auto others = list_loading(ctx.tx); !others.empty()) return refuse("fact_batch_running", {}, {{"number", std::to_string(others.front().number)}});
    b.source = batch.source;
    b.purpose = batch.purpose;
    b.given_by = batch.given_by;
    b.file_name = batch.file_name;
    b.content_hash = batch.content_hash;
    b.received_by = ctx.actor.text();
    b.received_at = b.touched_at = ctx.now;
    insert_batch(ctx.tx, b);
    return b.number;
}

void finish_batch(party::Context& ctx, int64_t number, const Counts& counts, const std::vector<Cover>& cover) {
    std::optional<Date> from, until;
    for (const Cover& v : cover) {
        from = from ? std::min(*from, v.month) : v.month;
        until = until ? std::max(*until, v.month.plus_months(1)) : v.month.plus_months(1);
        insert_cover(ctx.tx, number, v);
    }
    set_done(ctx.tx, number, counts, from, until, ctx.now);
    const auto batch = find_batch(ctx.tx, number);
    party::record(ctx, "facts_told", "facts:" + std::to_string(number),
                  json::print(json::Object{{"source", batch->source},
                                           {"content", batch->content_hash},
                                           {"rows", counts.rows},
                                           {"taken", counts.taken},
                                           {"replaced", counts.replaced},
                                           {"retracted", counts.retracted},
                                           {"refused", counts.refused}}));
}

void hold_batch(store::Database& db, int64_t number, Instant now) {
    db.write([&](store::Transaction& tx) { touch(tx, number, now); });
}

void drop_batch(store::Database& db, int64_t number, Instant now) {
    constexpr int rows_at_once = 5'000;
    party::PersonId after;
    for (;;) {
        std::optional<party::PersonId> upto;
        db.write([&](store::Transaction& tx) {
            touch(tx, number, now);
            upto = next_stop(tx, after, rows_at_once);
            if (upto)
                forget(tx, number, after, *upto);
            else
                set_broken(tx, number);
        });
        if (!upto) return;
        after = *upto;
    }
}

int sweep_broken(store::Database& db, Instant now) {
    int out = 0;
    for (const Batch& batch : db.read(list_loading)) {
        if (now < batch.touched_at.plus_ms(batch_lease_ms)) continue;
        drop_batch(db, batch.number, now);
        ++out;
    }
    return out;
}

}  // namespace leye::fact
