#include <fmt/core.h>
#include <fmt/ranges.h>

#include <filesystem>

#include "app/commands.hpp"
#include "app/probe_store.hpp"
#include "app/world.hpp"
#include "edge/notify/sealed.hpp"
#include "edge/session/sealed.hpp"
#include "engine/journal/journal.hpp"
#include "engine/journal/sealed.hpp"
#include "engine/rotation/rotation.hpp"
#include "engine/seal/key_file.hpp"
#include "engine/store/backup.hpp"
#include "records/fact/line.hpp"
#include "records/party/party.hpp"
#include "services/casework/sealed.hpp"
#include "services/determination/finding_store.hpp"

namespace leye::app {
namespace {

constexpr int rows_at_once = 500;

void require_key_file(const Config& config) {
    if (!std::filesystem::exists(config.key_path())) throw store::NotUsable("there is no key file " + config.key_path() + "; name it with --data or --key-file");
}

std::vector<rotation::Column> all_columns() {
    std::vector<rotation::Column> out;
    for (const auto columns : {casework::sealed_columns(), determination::sealed_columns(), fact::sealed_columns(), session::sealed_columns(), notify::sealed_columns(), journal::sealed_columns()})
        out.insert(out.end(), columns.begin(), columns.end());
    return out;
}

/// Runs the steps of one reseal after another, each a transaction of its own.
class Resealing {
  public:
    explicit Resealing(World& w) : w_(w), columns_(all_columns()), progress_("rows") {
        w.db->read([&](store::Connection& c) {
            all_ = count_people(c);
            for (const auto& column : columns_) all_ += rotation::count(c, column);
        });
    }

    int64_t run() {
        people();
        act([](party::Context& at) { return party::reseal_staff(at); });
        for (const auto& column : columns_) rows_of(column);
        if (changed_) act([&](party::Context& at) { return party::record(at, "rows_resealed", "keys", json::print(json::Object{{"rows", changed_}})), 0; });
        return changed_;
    }

  private:
    template <class F>
    int64_t act(F work) {
        const int64_t changed = w_.db->write([&](store::Transaction& tx) -> int64_t {
            const auto actor = party::system_actor();
            party::Context at{actor, w_.clock->now(), tx, w_.seal, w_.reference};
            journal::use_keys(tx, w_.seal);
            return work(at);
        });
        changed_ += changed;
        return changed;
    }

    void seen(int64_t rows) {
        done_ += rows;
        progress_.at(done_, std::max(all_, done_));
    }

    void people() {
        std::optional<party::PersonId> after;
        do {
            act([&, begun = after](party::Context& at) {
                const auto step = party::reseal_people(at, begun, rows_at_once);
                after = step.last;
                return step.changed;
            });
            seen(std::min<int64_t>(rows_at_once, all_ - done_));
        } while (after);
    }

    void rows_of(const rotation::Column& column) {
        rotation::Step step;
        do {
            act([&, after = step.last](party::Context& at) {
                step = rotation::reseal(at.tx, at.seal, column, after, rows_at_once);
                return step.changed;
            });
            seen(step.seen);
        } while (!step.last.empty());
    }

    World& w_;
    std::vector<rotation::Column> columns_;
    Progress progress_;
    int64_t all_ = 0, done_ = 0, changed_ = 0;
};

}  // namespace

int run_key_add(const Config& config, const Output& out) {
    require_key_file(config);
    seal::Seal::add_key(config.key_path());
    const auto number = seal::read_key_file(config.key_path()).keys.rbegin()->first;
    print_done(out, {{"key_file", config.key_path()}, {"key", number}},
               fmt::format("key {} was added to {}; restart the servers, then «leye key reseal» writes what there is under it", number, config.key_path()));
    return 0;
}

int run_key_reseal(const Config& config, const Output& out) {
    require_key_file(config);
    auto w = open_world(config, Begin::never);
    const int64_t changed = Resealing(*w).run();
    print_done(out, {{"changed", changed}}, fmt::format("{} rows written anew; an older key can be taken away with «leye key retire»", changed));
    return 0;
}

int run_key_retire(const Config& config, int64_t key, const Output& out) {
    require_key_file(config);
    const auto number = static_cast<uint32_t>(key);
    const auto keys = seal::read_key_file(config.key_path()).keys;
    if (!keys.contains(number)) throw store::NotUsable(fmt::format("there is no key {} in {}", key, config.key_path()));
    if (keys.rbegin()->first == number) throw store::NotUsable(fmt::format("key {} is the newest and seals what is written; add another one first", key));
    auto w = open_world(config, Begin::never);
    const auto uses = w->db->read([&](store::Connection& c) { return rotation::uses_of(c, w->db->backend(), number); });
    if (!uses.empty()) {
        json::Array places;
        for (const auto& use : uses) {
            places.push_back(json::Object{{"table", use.table}, {"column", use.column}, {"rows", use.rows}});
            if (!out.json) fmt::print(stderr, "{} of {}: {} rows need key {}\n", use.column, use.table, use.rows, key);
        }
        if (out.json)
            fmt::print("{}\n", json::print(json::Object{{"retired", false}, {"uses", std::move(places)}}));
        else
            fmt::print(stderr, "key {} stays; restart servers that began before the newest key, then «leye key reseal»\n", key);
        return 1;
    }
    w->db->write([&](store::Transaction& tx) {
        const auto actor = party::system_actor();
        party::Context at{actor, w->clock->now(), tx, w->seal, w->reference};
        party::record(at, "key_retired", "keys", json::print(json::Object{{"key", key}}));
    });
    seal::retire_key(config.key_path(), number);
    print_done(out, {{"retired", true}, {"key", key}}, fmt::format("key {} is taken away; backups from before open only with a copy of the key file that has it", key));
    return 0;
}

}  // namespace leye::app
