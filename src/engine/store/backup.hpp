#pragma once
#include <cstdint>
#include <functional>
#include <string>

#include "base/result.hpp"

/// Whole databases to a file and back.
namespace leye::store {

/// Gets how much is copied and of how much: pages of SQLite, bytes of PostgreSQL's tables.
using CopyProgress = std::function<void(int64_t done, int64_t all)>;

/// What the caller named cannot be used as it is, the sentence says why; nothing was done.
class NotUsable : public Fault {
  public:
    using Fault::Fault;
};

/// Copies the database as it stands at the beginning, while it is in use, to a new file (SQLite: a database;
/// PostgreSQL: a pg_dump archive). The file gets its name once it is whole and durable. in: `url` as
/// `Options::url`. Fails: NotUsable where the file exists; Fault. Cost: linear, however much is written
/// meanwhile; SQLite's log grows until the end.
void backup(const std::string& url, const std::string& file, const CopyProgress& progress = {});

/// Puts what `backup` wrote in the place of an absent SQLite database or into an empty PostgreSQL database.
/// The backup is only read, and the database is there whole and durable or not at all. Fails: NotUsable where
/// a database or what is left of one is in the way or the file is no backup; Fault.
void restore(const std::string& url, const std::string& file, const CopyProgress& progress = {});

}  // namespace leye::store
