#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/seal/seal.hpp"
#include "engine/store/store.hpp"

namespace leye::rotation {

enum class Kind { integer, text, bytes };
/// One of the columns that name a row.
struct Part {
    std::string_view name;
    Kind kind;
};
/// The values that name a row, in the order of the column's `name`.
using Name = std::vector<store::Value>;

/// A sealed column of a table.
struct Column {
    std::string_view table;
    std::string_view sealed;
    std::vector<Part> name;              ///< unique, and begins as the primary key does
    std::string (*binding)(const Name&);  ///< what the row's envelope is bound to
};

/// How far one transaction came.
struct Step {
    Name last;        ///< the next one begins behind it; empty: all is done
    int64_t seen = 0;
    int64_t changed = 0;
};

/// Writes the next `limit` envelopes of the column anew where they are not under the newest key and this suite. in: `after` the
/// `last` of the step before, empty to begin. Fails: Fault where an envelope does not open. Cost: a query, and a statement for
/// each changed row.
Step reseal(store::Transaction& tx, const seal::Seal& seal, const Column& column, const Name& after, int limit);
/// How many envelopes the column holds. Cost: linear.
int64_t count(store::Connection& c, const Column& column);

/// A column that holds envelopes of a key.
struct Use {
    std::string table, column;
    int64_t rows = 0;
};
/// Where in the whole database a key is still needed, declared or not. Cost: linear in the database.
std::vector<Use> uses_of(store::Connection& c, store::Backend backend, uint32_t key);

/// A value of a row's name as the text that bindings are made of.
std::string text_of(const store::Value& value);

}  // namespace leye::rotation
