#include <fmt/core.h>

#include <filesystem>

#include "app/commands.hpp"
#include "app/world.hpp"
#include "engine/journal/journal.hpp"
#include "engine/store/backup.hpp"
#include "services/casework/journalled.hpp"

namespace leye::app {

int run_migrate(const Config& config, const Output& out) {
    auto db = open_database(config);
    int applied = 0;
    int64_t tokens = 0;
    {
        Progress progress("modules");
        applied = migrate_all(*db, SystemClock().now(), [&](int64_t done, int64_t all) { progress.at(done, all); });
    }
    // Without the keys the server does this when it starts.
    if (std::filesystem::exists(config.key_path())) {
        Progress progress("people made searchable");
        tokens = make_missing_tokens(*db, open_seal(config), [&](int64_t done, int64_t all) { progress.at(done, all); });
    }
    print_done(out, {{"applied", applied}, {"searchable", tokens}}, fmt::format("{} migrations applied, names of {} people made searchable by part", applied, tokens));
    return 0;
}

namespace {

/// What a look through journal and cases found.
struct Found {
    journal::Verified journal;
    std::vector<casework::CaseDamage> cases;
    bool seals = false;  ///< looked at as well

    bool whole() const { return journal.damages.empty() && cases.empty(); }
};

Found verify(const Config& config, std::optional<Date> since) {
    auto db = open_database(config, Begin::never);
    std::optional<seal::Seal> seal;
    if (std::filesystem::exists(config.key_path()))
        seal = open_seal(config);
    else
        fmt::print(stderr, "there is no key file {}: the seals of the chains' heads are not looked at\n", config.key_path());
    Found out{.journal = {}, .cases = {}, .seals = seal.has_value()};
    Progress progress("entries");
    db->read([&](store::Connection& c) {
        const auto* keys = seal ? &*seal : nullptr;
        out.journal = journal::verify(c, keys, [&](int64_t done, int64_t all) { progress.at(done, all); }, since);
        // Cases are compared with the whole journal or not at all.
        if (!since) out.cases = casework::verify_cases(c, keys);
    });
    return out;
}

json::Object object_of(const Found& found) {
    const auto& v = found.journal;
    json::Array damages, cases;
    for (const auto& d : v.damages) damages.push_back(json::Object{{"lane", d.lane}, {"seq", d.seq}, {"what", d.what}});
    for (const auto& d : found.cases) cases.push_back(json::Object{{"number", d.number}, {"seq", d.seq}, {"what", d.what}});
    return {{"entries", v.entries}, {"lanes", v.lanes}, {"segments", v.segments}, {"seals", found.seals}, {"damages", std::move(damages)}, {"cases", std::move(cases)}};
}

void say(const Found& found) {
    const auto& v = found.journal;
    for (const auto& d : v.damages) fmt::print(stderr, "entry {} of lane {}: {}\n", d.seq, d.lane, d.what);
    for (const auto& d : found.cases) fmt::print(stderr, "case {}{}: {}\n", d.number, d.seq ? fmt::format(", action {}", d.seq) : "", d.what);
    fmt::print("{} entries in {} chains, {} closed days, {} damaged; {} faults in cases\n", v.entries, v.lanes, v.segments, v.damages.size(), found.cases.size());
}

}  // namespace

int run_journal_verify(const Config& config, const std::string& since, const Output& out) {
    const auto day = Date::parse(since);
    if (!since.empty() && !day) throw store::NotUsable("--since must be a day such as 2026-11-30, not " + since);
    const auto found = verify(config, day);
    if (out.json)
        fmt::print("{}\n", json::print(object_of(found)));
    else
        say(found);
    return found.whole() ? 0 : 1;
}

int run_journal_seal(const Config& config, const Output& out) {
    auto db = open_database(config, Begin::never);
    const auto seal = open_seal(config);
    const auto done = db->write([&](store::Transaction& tx) { return journal::seal_unsealed(tx, seal); });
    if (!done) {
        fmt::print(stderr, "nothing was sealed: the journal is damaged\n");
        return run_journal_verify(config, {}, out), 1;
    }
    print_done(out, {{"sealed", *done}}, fmt::format("{} heads sealed", *done));
    return 0;
}

int run_backup(const Config& config, const std::string& file, const Output& out) {
    open_database(config, Begin::never);
    {
        Progress progress(config.database_url().starts_with("sqlite:") ? "pages" : "bytes");
        store::backup(config.database_url(), file, [&](int64_t done, int64_t all) { progress.at(done, all); });
    }
    const auto bytes = static_cast<int64_t>(std::filesystem::file_size(file));
    print_done(out, {{"file", file}, {"bytes", bytes}}, fmt::format("{} written, {} bytes; keep the key file {} apart from it", file, bytes, config.key_path()));
    return 0;
}

int run_restore(const Config& config, const std::string& file, const Output& out) {
    const std::string url = config.database_url();
    const bool sqlite = url.starts_with("sqlite:");
    if (sqlite)
        if (const auto folder = std::filesystem::path(url.substr(7)).parent_path(); !folder.empty()) std::filesystem::create_directories(folder);
    {
        Progress progress(sqlite ? "pages" : "tables");
        store::restore(url, file, [&](int64_t done, int64_t all) { progress.at(done, all); });
    }
    if (!out.json) fmt::print("{} restored\n", file);
    if (!std::filesystem::exists(config.key_path())) fmt::print(stderr, "before you serve it, put the copy of the key file at {}\n", config.key_path());
    const auto found = verify(config, {});
    if (out.json)
        fmt::print("{}\n", json::print(json::Object{{"restored", file}, {"journal", object_of(found)}}));
    else
        say(found);
    return found.whole() ? 0 : 1;
}

}  // namespace leye::app
