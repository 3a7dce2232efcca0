#include "engine/store/sqlite_log.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <new>
#include <string>

#include "base/result.hpp"

namespace leye::store {
namespace {

/// A log that is written. A commit comes as frames, each a head and a page; they are kept until the page of the frame whose
/// head ends a commit, behind which SQLite tells the other connections. All else finds them in the file.
struct Log : sqlite3_file {
    sqlite3_file* file = nullptr;  // the default VFS's, in the memory behind this
    std::string kept;              // of the file from `kept_at` on
    sqlite3_int64 kept_at = 0;
    sqlite3_int64 end = 0;         // of what was written since the log began
    bool ends_commit = false;      // the head that came last

    int flush() {
        constexpr size_t piece = 64 * 1024;  // SQLite's own files take up to 128 KB at once
        int done = SQLITE_OK;
        for (size_t from = 0; from < kept.size() && done == SQLITE_OK; from += piece)
            done = file->pMethods->xWrite(file, kept.data() + from, static_cast<int>(std::min(piece, kept.size() - from)), kept_at + static_cast<sqlite3_int64>(from));
        kept.clear();  // where that failed the commit fails
        return done;
    }
    int add(const char* bytes, int size, sqlite3_int64 at) {
        if (at != kept_at + static_cast<sqlite3_int64>(kept.size())) {
            if (const int done = flush(); done != SQLITE_OK) return done;
            kept_at = at;
        }
        kept.append(bytes, static_cast<size_t>(size));
        end = at + size;
        constexpr int head_size = 24, pages_at = 4, pages_size = 4;  // the pages of the database behind a commit, else 0
        constexpr size_t kept_max = 1 << 20;
        if (size == head_size) {
            ends_commit = std::any_of(bytes + pages_at, bytes + pages_at + pages_size, [](char c) { return c != 0; });
            return SQLITE_OK;
        }
        return ends_commit || kept.size() >= kept_max ? flush() : SQLITE_OK;
    }
};

constexpr size_t log_size = (sizeof(Log) + 15) / 16 * 16;

Log& log_of(sqlite3_file* file) { return *static_cast<Log*>(file); }

/// Calls the method of the file below, when what was kept is in it.
template <auto method, class... A>
int pass(sqlite3_file* file, A... arguments) {
    Log& log = log_of(file);
    if (const int done = log.flush(); done != SQLITE_OK) return done;
    return (log.file->pMethods->*method)(log.file, arguments...);
}

int close(sqlite3_file* file) {
    Log& log = log_of(file);
    const int flushed = log.flush();
    const int closed = log.file->pMethods->xClose(log.file);
    log.~Log();
    return flushed != SQLITE_OK ? flushed : closed;
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
    Log& log = log_of(file);
    if (at == 0) log.end = size;  // the head with which a log begins anew
    if (at > 0 && at >= log.end) return log.add(static_cast<const char*>(bytes), size, at);
    return pass<&sqlite3_io_methods::xWrite>(file, bytes, size, at);
}

const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = close,
    .xRead = pass<&sqlite3_io_methods::xRead, void*, int, sqlite3_int64>,
    .xWrite = write,
    .xTruncate = pass<&sqlite3_io_methods::xTruncate, sqlite3_int64>,
    .xSync = pass<&sqlite3_io_methods::xSync, int>,
    .xFileSize = pass<&sqlite3_io_methods::xFileSize, sqlite3_int64*>,
    .xLock = pass<&sqlite3_io_methods::xLock, int>,
    .xUnlock = pass<&sqlite3_io_methods::xUnlock, int>,
    .xCheckReservedLock = pass<&sqlite3_io_methods::xCheckReservedLock, int*>,
    .xFileControl = pass<&sqlite3_io_methods::xFileControl, int, void*>,
    .xSectorSize = [](sqlite3_file* file) { return log_of(file).file->pMethods->xSectorSize(log_of(file).file); },
    .xDeviceCharacteristics = [](sqlite3_file* file) { return log_of(file).file->pMethods->xDeviceCharacteristics(log_of(file).file); },
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* flags_out) {
    sqlite3_vfs* plain = sqlite3_vfs_find(nullptr);
    if (!(flags & SQLITE_OPEN_WAL)) return plain->xOpen(plain, name, file, flags, flags_out);
    Log* log = new (file) Log{};
    log->file = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + log_size);
    log->file->pMethods = nullptr;
    const int opened = plain->xOpen(plain, name, log->file, flags, flags_out);
    if (opened == SQLITE_OK) {
        log->pMethods = &methods;
        return opened;
    }
    if (log->file->pMethods) log->file->pMethods->xClose(log->file);
    log->~Log();
    file->pMethods = nullptr;
    return opened;
}

}  // namespace

const char* gathering_vfs() {
    static sqlite3_vfs ours = [] {
        const sqlite3_vfs* plain = sqlite3_vfs_find(nullptr);
        expect(plain != nullptr, "SQLite knows the files of this system");
        sqlite3_vfs out = *plain;
        out.zName = "leye-gathering";
        out.szOsFile = static_cast<int>(log_size) + plain->szOsFile;
        out.xOpen = open;
        out.pNext = nullptr;
        return out;
    }();
    static const int registered = sqlite3_vfs_register(&ours, 0);
    expect(registered == SQLITE_OK, "SQLite takes another VFS");
    return ours.zName;
}

}  // namespace leye::store
