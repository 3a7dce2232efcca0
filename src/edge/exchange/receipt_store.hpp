#pragma once
#include <optional>
#include <span>
#include <string>

#include "engine/store/store.hpp"

namespace leye::exchange {

/// The module's tables.
std::span<const store::Migration> schema();

/// What became of a message.
struct Receipt {
    std::string sender, message, source, content_hash;
    int64_t batch = 0;
    Instant received_at;
    std::string text;  ///< as it was answered
};

std::optional<Receipt> find_receipt(store::Connection& c, std::string_view sender, std::string_view message);
/// Keeps it unless there is one of this message; out: the one that is kept.
Receipt keep_receipt(store::Transaction& tx, const Receipt& receipt);

}  // namespace leye::exchange
