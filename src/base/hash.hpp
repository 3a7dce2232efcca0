#pragma once
#include <string>
#include <string_view>

namespace leye {

/// SHA-256: 32 bytes.
std::string sha256(std::string_view bytes);

/// SHA-256 of what comes piece by piece.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;
    void add(std::string_view bytes);
    /// 32 bytes; nothing can be added afterwards.
    std::string finish();

  private:
    void* context_;
};

}  // namespace leye
