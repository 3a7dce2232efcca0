#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

/// The zip container of an .xlsx, read part by part with bounds on what may come out of it.
namespace leye::sheet {

/// One part being unpacked. Invariant: gives at most `bytes_max` bytes.
class Part {
  public:
    ~Part();
    Part(Part&&) noexcept;
    Part& operator=(Part&&) noexcept;
    /// The next piece, empty at the end. Fails: sheet_damaged, sheet_too_large.
    Result<std::string_view> read();

  private:
    friend class Package;
    struct State;
    explicit Part(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

class Package {
  public:
    /// in: `bytes` outlive the package. Fails: sheet_damaged, sheet_encrypted.
    static Result<Package> open(std::string_view bytes);
    ~Package();
    Package(Package&&) noexcept;
    Package& operator=(Package&&) noexcept;

    /// Starts to unpack a part. Fails: sheet_damaged (absent, unreadable), sheet_encrypted, sheet_too_large
    /// (more than `bytes_max`, or packed more than 200 : 1 beyond 10 MB).
    Result<Part> part(const std::string& name, size_t bytes_max) const;
    /// A whole part. Fails as `part`.
    Result<std::string> read(const std::string& name, size_t bytes_max) const;

  private:
    struct State;
    explicit Package(std::shared_ptr<State> state);
    std::shared_ptr<State> state_;
};

}  // namespace leye::sheet
