#include "records/fact/undo.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/text.hpp"
#include "records/fact/batch_store.hpp"
#include "records/fact/fact_store.hpp"

namespace leye::fact {
namespace {

constexpr int rows_at_once = 5'000;

Result<Batch> begin(party::Context& ctx, int64_t number, std::string_view reason) {
    const auto batch = find_batch(ctx.tx, number);
    if (!batch) return refuse("fact_batch_unknown");
    if (auto can = may_undo(*batch, reason); !can) return tl::unexpected(can.error());
    const auto own = begin_batch(ctx, {batch->source, batch->purpose, batch->given_by, batch->file_name, batch->content_hash});
    if (!own) return tl::unexpected(own.error());
    auto out = *find_batch(ctx.tx, *own);
    out.undoes = number, out.reason = std::string(text::trim(reason));
    set_undoes(ctx.tx, *own, number, out.reason);
    return out;
}

/// What a piece came to.
struct TakenBack {
    std::vector<const Row*> gone;
    std::vector<Row> again;
};

// One person's rows of the source, in order. Of each key the batch may have told a row and have let another go.
void take_back(std::span<const Row> rows, const std::set<int64_t>& own, int64_t number, TakenBack& out) {
    for (const Row& row : rows) {
        const bool told = row.fact.batch == number && !row.gone_batch;
        if (told) out.gone.push_back(&row);
        if (row.gone_batch != number || row.fact.batch == number || !own.contains(row.fact.batch)) continue;
        const bool spoken_since = std::ranges::any_of(rows, [&](const Row& other) {
            return own.contains(other.fact.batch) && same_key(other.fact, row.fact) &&
                   (other.fact.batch > number || (other.fact.batch == number && other.gone_batch && *other.gone_batch != number));
        });
        if (!spoken_since) out.again.push_back(row);
    }
}

TakenBack taken_back(std::span<const Row> rows, const std::set<int64_t>& own, int64_t number) {
    TakenBack out;
    for (size_t i = 0; i < rows.size();) {
        size_t end = i;
        while (end < rows.size() && rows[end].person == rows[i].person) ++end;
        take_back(rows.subspan(i, end - i), own, number, out);
        i = end;
    }
    return out;
}

void write(store::Transaction& tx, const TakenBack& piece, int64_t by, Instant now) {
    for (const Row* row : piece.gone) set_gone(tx, *row, by);
    std::vector<NewFact> facts;
    for (const Row& row : piece.again) facts.push_back({row.person, row.fact.kind, row.fact.from, row.fact.until, row.fact.amount, row.fact.code, row.fact.unit});
    std::vector<const NewFact*> added;
    for (const NewFact& f : facts) added.push_back(&f);
    if (!added.empty()) insert_facts(tx, by, added);
    std::set<party::PersonId> people;
    for (const Row* row : piece.gone) people.insert(row->person);
    for (const Row& row : piece.again) people.insert(row.person);
    insert_touched(tx, by, std::vector(people.begin(), people.end()), now);
}

}  // namespace

Result<void> may_undo(const Batch& batch, std::string_view reason) {
    const auto why = text::trim(reason);
    if (!text::is_utf8(why) || text::length(why) < 4) return refuse("fact_reason_missing", "reason");
    if (batch.state != State::done) return refuse("fact_batch_unknown");
    if (batch.undoes) return refuse("fact_batch_is_undo");
    if (batch.undone_by) return refuse("fact_batch_undone");
    return {};
}

Result<int64_t> undo_batch(store::Database& db, const seal::Seal& seal, const reference::Reference& reference, const party::Actor& actor, int64_t number,
                           std::string_view reason, const Clock& clock, const std::function<void(int64_t rows)>& progress) {
    const auto begun = db.write([&](store::Transaction& tx) {
        party::Context ctx{actor, clock.now(), tx, seal, reference};
        return begin(ctx, number, reason);
    });
    if (!begun) return tl::unexpected(begun.error());
    const auto own = db.read([&](store::Connection& c) { return numbers_of(c, begun->source, begun->number); });
    Counts counts;
    party::PersonId after;
    int64_t seen = 0;
    for (bool more = true; more;) {
        size_t gone = 0, again = 0, rows_here = 0;
        party::PersonId end = after;
        more = db.write([&](store::Transaction& tx) {
            touch(tx, begun->number, clock.now());
            const auto upto = next_stop(tx, after, rows_at_once);
            if (!upto) return false;
            const auto rows = list_rows(tx, after, *upto);
            const TakenBack piece = taken_back(rows, own, number);
            write(tx, piece, begun->number, clock.now());
            gone = piece.gone.size(), again = piece.again.size(), rows_here = rows.size(), end = *upto;
            return true;
        });
        if (!more) break;
        after = end;
        counts.retracted += static_cast<int64_t>(gone), counts.taken += static_cast<int64_t>(again);
        seen += static_cast<int64_t>(rows_here);
        if (progress) progress(seen);
    }
    counts.rows = counts.retracted + counts.taken;
    db.write([&](store::Transaction& tx) {
        party::Context ctx{actor, clock.now(), tx, seal, reference};
        auto cover = list_cover(tx, number);
        for (Cover& v : cover) v.people = -v.people;
        finish_batch(ctx, begun->number, counts, cover);
        set_undone(tx, number, begun->number);
        party::record(ctx, "facts_undone", "facts:" + std::to_string(number), json::print(json::Object{{"by", begun->number}, {"reason", begun->reason}}));
    });
    return begun->number;
}

}  // namespace leye::fact
