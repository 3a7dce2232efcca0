#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/rotation/rotation.hpp"
#include "records/fact/batch.hpp"

/// What a batch keeps of its lines. What the bytes mean is its writer's.
namespace leye::fact {

/// What is kept from one line on.
struct Piece {
    int64_t first_line = 0;
    std::string bytes;
};

/// What became of lines.
void put_outcomes(store::Transaction& tx, int64_t batch, int64_t first_line, std::string_view bytes);
/// The next piece behind the one that begins at `after`.
std::optional<Piece> next_outcomes(store::Connection& c, int64_t batch, int64_t after);

/// Lines that were refused: sealed, since they tell of people.
void put_refused(store::Transaction& tx, const seal::Seal& seal, int64_t batch, int64_t first_line, std::string_view bytes);
std::optional<Piece> next_refused(store::Connection& c, const seal::Seal& seal, int64_t batch, int64_t after);

/// The columns under a seal.
std::span<const rotation::Column> sealed_columns();

}  // namespace leye::fact
