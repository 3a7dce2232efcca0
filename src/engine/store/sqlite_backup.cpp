#include <filesystem>

#include "engine/store/backup_kinds.hpp"
#include "engine/store/sqlite_connection.hpp"

namespace leye::store {
namespace {

namespace fs = std::filesystem;

struct Close {
    void operator()(sqlite3* db) const { sqlite3_close(db); }
};
using Handle = std::unique_ptr<sqlite3, Close>;

Handle open(const std::string& path, int flags, const std::string& sentence) {
    sqlite3* db = nullptr;
    const int got = sqlite3_open_v2(path.c_str(), &db, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    Handle out(db);
    if (got != SQLITE_OK) throw Fault(sentence);
    sqlite3_busy_timeout(db, busy_ms);
    return out;
}

// A path as SQLite's URI, for a file that nobody changes: it is read without a lock and nothing is written
// beside it.
std::string unchanging(const std::string& path) {
    std::string out = "file:";
    for (const char c : fs::absolute(path).string()) {
        if (c == '%' || c == '?' || c == '#')
            out += c == '%' ? "%25" : c == '?' ? "%3f" : "%23";
        else
            out += c;
    }
    return out + "?immutable=1";
}

struct End {
    void operator()(sqlite3_backup* run) const { sqlite3_backup_finish(run); }
};

void copy_pages(sqlite3* source, const std::string& file, const CopyProgress& progress) {
    constexpr int pages_at_once = 1024;
    const Handle target = open(file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, file + " cannot be created");
    sqlite3_exec(target.get(), "pragma synchronous = full", nullptr, nullptr, nullptr);
    std::unique_ptr<sqlite3_backup, End> run(sqlite3_backup_init(target.get(), "main", source, "main"));
    int got = run ? SQLITE_OK : SQLITE_ERROR;
    while (got == SQLITE_OK) {
        got = sqlite3_backup_step(run.get(), pages_at_once);
        const int all = sqlite3_backup_pagecount(run.get());
        if (progress) progress(all - sqlite3_backup_remaining(run.get()), all);
    }
    run.reset();
    if (got != SQLITE_DONE) throw Fault(file + " cannot be written: " + sqlite3_errstr(got));
}

// Copies all pages to `file`, which gets its name at the end.
void copy(sqlite3* source, const std::string& file, const CopyProgress& progress) {
    const std::string half = file + ".part";
    fs::remove(half);
    try {
        copy_pages(source, half, progress);
    } catch (...) {
        fs::remove(half), fs::remove(half + "-journal");
        throw;
    }
    put_in_place(half, file);
}

}  // namespace

void back_sqlite_up(const std::string& path, const std::string& file, const CopyProgress& progress) {
    const Handle source = open(path, SQLITE_OPEN_READWRITE, "the database " + path + " cannot be opened");
    // One transaction to the end: without it every commit of another program would begin the copy anew.
    if (sqlite3_exec(source.get(), "begin; select count(*) from sqlite_master", nullptr, nullptr, nullptr) !=
        SQLITE_OK)
        throw_sqlite(source.get(), "the database " + path);
    copy(source.get(), file, progress);
}

void restore_sqlite(const std::string& path, const std::string& file, const CopyProgress& progress) {
    for (const char* end : {"", "-wal", "-shm", "-journal"})
        if (fs::exists(path + end))
            throw NotUsable(
                path + end +
                (*end ? " is left of another database and would be taken for part of this one" : " exists") +
                "; move it away first, nothing is overwritten");
    if (std::error_code failed; fs::file_size(file + "-wal", failed) > 0 && !failed)
        throw NotUsable(file + " is a database in use, part of it stands in " + file +
                        "-wal; make a backup of it and restore that");
    const Handle source =
        open(unchanging(file), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, file + " cannot be opened");
    if (sqlite3_exec(source.get(), "begin; select count(*) from schema_migration", nullptr, nullptr,
                     nullptr) != SQLITE_OK)
        throw NotUsable(file + " is no backup of a database: " + sqlite3_errmsg(source.get()));
    copy(source.get(), path, progress);
}

}  // namespace leye::store
