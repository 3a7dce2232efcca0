#pragma once
#include "engine/store/backup.hpp"

/// What `backup` and `restore` come to for each kind of database.
namespace leye::store {

void back_sqlite_up(const std::string& path, const std::string& file, const CopyProgress& progress);
void restore_sqlite(const std::string& path, const std::string& file, const CopyProgress& progress);
void back_postgres_up(const std::string& url, const std::string& file, const CopyProgress& progress);
void restore_postgres(const std::string& url, const std::string& file, const CopyProgress& progress);

/// Gives a finished file its name, durable when it returns. Fails: Fault.
void put_in_place(const std::string& half, const std::string& file);

}  // namespace leye::store
