#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace leye::lines {

enum class Packing { none, gz, zst };
std::string_view name_of(Packing packing);  ///< "none", "gz", "zst"

/// Where lines come from: a file, or a text in memory that outlives it.
struct Origin {
    std::string path;       ///< empty: the text
    std::string_view text;
};

/// The bytes of an origin, unpacked by what they begin with.
class Bytes {
  public:
    /// Fails: Fault where the file cannot be opened.
    explicit Bytes(const Origin& origin);
    ~Bytes();
    Bytes(Bytes&&) noexcept;
    Bytes& operator=(Bytes&&) noexcept;

    Packing packing() const;
    /// Puts at most `room` bytes to `out`. out: how many; 0 at the end. Fails: lines_cut (the packed file ends too early),
    /// lines_damaged; Fault.
    Result<size_t> read(char* out, size_t room);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace leye::lines
