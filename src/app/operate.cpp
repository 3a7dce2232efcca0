#include <fmt/core.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "app/commands.hpp"
#include "app/probe_store.hpp"
#include "app/world.hpp"
#include "engine/journal/journal.hpp"

namespace leye::app {
namespace {

void print_done(const Output& out, json::Object as_json, const std::string& as_text) {
    if (out.json)
        fmt::print("{}\n", json::print(as_json));
    else
        fmt::print("{}\n", as_text);
}

int run_program(std::vector<std::string> words) {
    const pid_t child = fork();
    if (child < 0) throw Fault(words[0] + " cannot be started");
    if (child == 0) {
        std::vector<char*> argv;
        for (auto& w : words) argv.push_back(w.data());
        argv.push_back(nullptr);
        execvp(argv[0], argv.data());
        _exit(127);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 127;
}

}  // namespace

int run_migrate(const Config& config, const Output& out) {
    auto db = open_database(config);
    const int applied = migrate_all(*db, SystemClock().now());
    // Without the keys the server does this when it starts.
    const int64_t tokens = std::filesystem::exists(config.key_path()) ? make_missing_tokens(*db, open_seal(config)) : 0;
    print_done(out, {{"applied", applied}, {"searchable", tokens}}, fmt::format("{} migrations applied, names of {} people made searchable by part", applied, tokens));
    return 0;
}

int run_journal_verify(const Config& config, const Output& out) {
    auto db = open_database(config);
    std::optional<seal::Seal> seal;
    if (std::filesystem::exists(config.key_path()))
        seal = open_seal(config);
    else
        fmt::print(stderr, "there is no key file {}: the seals of the chains' heads are not looked at\n", config.key_path());
    Progress progress("entries", 0);
    const auto v = db->read([&](store::Connection& c) { return journal::verify(c, seal ? &*seal : nullptr, [&](int64_t n) { progress.at(n); }); });
    if (out.json) {
        json::Array damages;
        for (const auto& d : v.damages) damages.push_back(json::Object{{"lane", d.lane}, {"seq", d.seq}, {"what", d.what}});
        fmt::print("{}\n", json::print(json::Object{{"entries", v.entries}, {"lanes", v.lanes}, {"seals", seal.has_value()}, {"damages", std::move(damages)}}));
    } else {
        for (const auto& d : v.damages) fmt::print(stderr, "entry {} of lane {}: {}\n", d.seq, d.lane, d.what);
        fmt::print("{} entries in {} chains, {} damaged\n", v.entries, v.lanes, v.damages.size());
    }
    return v.damages.empty() ? 0 : 1;
}

int run_journal_seal(const Config& config, const Output& out) {
    auto db = open_database(config);
    const auto seal = open_seal(config);
    const auto done = db->write([&](store::Transaction& tx) { return journal::seal_unsealed(tx, seal); });
    if (!done) {
        fmt::print(stderr, "nothing was sealed: the journal is damaged\n");
        return run_journal_verify(config, out), 1;
    }
    print_done(out, {{"sealed", *done}}, fmt::format("{} heads sealed", *done));
    return 0;
}

int run_backup(const Config& config, const std::string& file, const Output& out) {
    auto db = open_database(config);
    db->backup(file);
    const auto bytes = static_cast<int64_t>(std::filesystem::file_size(file));
    print_done(out, {{"file", file}, {"bytes", bytes}}, fmt::format("{} written, {} bytes; keep the key file {} apart from it", file, bytes, config.key_path()));
    return 0;
}

int run_restore(const Config& config, const std::string& file, const Output& out) {
    const std::string url = config.database_url();
    if (url.starts_with("sqlite:")) {
        const std::string target = url.substr(7);
        if (std::filesystem::exists(target)) {
            fmt::print(stderr, "{} exists; move it away first, nothing is overwritten\n", target);
            return 2;
        }
        if (const auto folder = std::filesystem::path(target).parent_path(); !folder.empty()) std::filesystem::create_directories(folder);
        // Opened as a database first: a file that is none is refused before it takes a database's place.
        store::Database::open({.url = "sqlite:" + file})->read(probe);
        std::filesystem::copy_file(file, target);
    } else if (run_program({"pg_restore", "--no-owner", "--exit-on-error", "--dbname", url, file}) != 0) {
        throw Fault("pg_restore failed; the database must exist and be empty");
    }
    print_done(out, {{"restored", file}}, file + " restored");
    if (!std::filesystem::exists(config.key_path())) fmt::print(stderr, "before you serve it, put the copy of the key file at {}\n", config.key_path());
    return run_journal_verify(config, out);
}

int run_key_add(const Config& config, const Output& out) {
    seal::Seal::add_key(config.key_path());
    print_done(out, {{"key_file", config.key_path()}}, "a key was added to " + config.key_path() + "; restart the servers to use it");
    return 0;
}

}  // namespace leye::app
