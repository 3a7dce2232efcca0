#pragma once
#include "engine/lines/look.hpp"

namespace leye::lines {

inline constexpr size_t record_bytes_max = size_t{1} << 20;

/// Whole records in UTF-8.
struct Block {
    std::string text;
    int64_t first_record = 1;  ///< number of its first record in the file, from 1
    int64_t records = 0;
};

/// The records of an origin, block by block. Not for several threads; the blocks it gave are their taker's.
class Blocks {
  public:
    /// in: `bytes` about as many as a block has; `encoding` as `look_through` found it.
    Blocks(const Origin& origin, Encoding encoding, size_t bytes);

    /// The next block; false behind the last. Fails: lines_bad_bytes, lines_quote_open, lines_too_long, lines_cut, lines_damaged.
    Result<bool> next(Block& out);

  private:
    Result<bool> fill();

    Bytes bytes_;
    Encoding encoding_;
    size_t block_bytes_;
    std::string rest_;
    int64_t record_ = 1;
    bool begun_ = false, ended_ = false;
};

}  // namespace leye::lines
