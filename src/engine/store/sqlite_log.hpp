#pragma once

namespace leye::store {

/// The name of a SQLite VFS for connections that write: what a commit adds to the log goes to the file in one piece, not in
/// two for each page. It is there before SQLite tells another connection of the commit.
const char* gathering_vfs();

}  // namespace leye::store
