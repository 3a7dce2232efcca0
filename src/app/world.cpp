#include "app/world.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "app/probe_store.hpp"
#include "edge/exchange/receipt_store.hpp"
#include "edge/notify/outbox.hpp"
#include "edge/session/session.hpp"
#include "engine/journal/journal.hpp"
#include "engine/seal/key_file.hpp"
#include "engine/store/backup.hpp"
#include "records/fact/fact.hpp"
#include "records/party/schema.hpp"
#include "records/party/search.hpp"
#include "records/status/status.hpp"
#include "services/casework/case_store.hpp"
#include "services/casework/effect.hpp"
#include "services/determination/sweep.hpp"
#include "services/policy/publisher.hpp"

namespace leye::app {

Knowledge load_knowledge(const std::string& dir) {
    auto reference = reference::Reference::load(dir);
    if (!reference) throw Fault(fmt::format("{}:{}: {}", reference.error().details["file"], reference.error().details["line"], reference.error().details["sentence"]));
    std::vector<std::string> faults;
    auto catalog = catalog::Catalog::load(dir, *reference, casework::effect_names(), faults);
    auto phrases = catalog::Phrases::load(dir, faults);
    auto sources = determination::Sources::load(dir, faults);
    if (!faults.empty()) throw Fault(fmt::format("the catalogue has faults:\n{}", fmt::join(faults, "\n")));
    return {std::move(*reference), std::move(catalog), std::move(phrases), std::move(sources)};
}

std::unique_ptr<store::Database> open_database(const Config& config, Begin begin) {
    const std::string url = config.database_url();
    const bool file = url.starts_with("sqlite:");
    if (begin == Begin::never && file && !std::filesystem::exists(url.substr(7)))
        throw store::NotUsable(fmt::format("there is no database {}; name the right folder with --data, or begin one with «leye migrate»", url.substr(7)));
    if (file)
        if (const auto folder = std::filesystem::path(url.substr(7)).parent_path(); !folder.empty()) std::filesystem::create_directories(folder);
    auto db = store::Database::open({.url = url, .readers = 4, .write_lanes = static_cast<int>(config.write_lanes)});
    if (begin == Begin::never && !has_schema(*db))
        throw store::NotUsable("the database is empty; name the right one with --data or --database, or begin one with «leye migrate»");
    return db;
}

int migrate_all(store::Database& db, Instant now, const Heard& progress) {
    const std::span<const store::Migration> modules[] = {journal::schema(), party::schema(),   status::schema(), fact::schema(),
                                                         casework::schema(), policy::schema(), determination::schema(),  notify::schema(), session::schema(), exchange::schema()};
    int applied = 0;
    for (size_t i = 0; i < std::size(modules); ++i) {
        applied += store::migrate(db, {&modules[i], 1}, now);
        if (progress) progress(static_cast<int64_t>(i + 1), std::ssize(modules));
    }
    return applied;
}

int64_t make_missing_tokens(store::Database& db, const seal::Seal& seal, const Heard& progress) {
    constexpr int piece = 500;
    const int64_t all = db.read(count_untokened);
    int64_t done = 0;
    for (int made = piece; made == piece;) {
        made = db.write([&](store::Transaction& tx) { return party::make_missing_tokens(tx, seal, piece); });
        done += made;
        if (progress) progress(done, std::max(all, done));
    }
    return done;
}

seal::Seal open_seal(const Config& config) {
    const auto suite = config.cipher == "sm4" ? seal::Suite::sm4_sm3 : seal::Suite::aes_gcm;
    // People are found by indexes that stay as they were begun, whichever cipher is set later.
    seal::keep_index_suite(config.key_path(), suite);
    return seal::Seal::open(config.key_path(), suite);
}

std::unique_ptr<World> open_world(const Config& config, Begin begin) {
    Knowledge knowledge = load_knowledge(config.catalog);
    auto db = open_database(config, begin);
    auto clock = std::make_unique<SystemClock>();
    migrate_all(*db, clock->now());
    // New keys beside old data would make every number and name in it unreadable.
    if (!std::filesystem::exists(config.key_path())) {
        if (db->read([](store::Connection& c) { return journal::keys_of(c, nullptr); }) != journal::Keys::none_yet)
            throw Fault(fmt::format("the key file {} is missing, and the database was sealed with it; put its copy back, or name it with --key-file", config.key_path()));
        if (const auto folder = std::filesystem::path(config.key_path()).parent_path(); !folder.empty()) std::filesystem::create_directories(folder);
        seal::Seal::create_key_file(config.key_path());
    }
    auto seal = open_seal(config);
    if (db->read([&](store::Connection& c) { return journal::keys_of(c, &seal); }) == journal::Keys::others)
        throw Fault(fmt::format("the key file {} does not belong to this database; put the one that does in its place, or name it with --key-file; if it is the right one, the journal was written anew: leye journal verify", config.key_path()));
    make_missing_tokens(*db, seal);
    auto catalog = std::make_unique<catalog::Current>(std::move(knowledge.catalog));
    auto publisher = std::make_unique<policy::Publisher>(*db, *catalog);
    publisher->refresh();
    return std::make_unique<World>(World{config, std::move(clock), std::move(knowledge.reference), std::move(catalog), std::move(knowledge.phrases), std::move(knowledge.sources), std::move(db), std::move(seal), std::move(publisher)});
}

}  // namespace leye::app
