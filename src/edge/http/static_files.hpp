#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "edge/http/response.hpp"

namespace leye::http {

/// The built pages, held in memory. Immutable once read.
class StaticFiles {
  public:
    /// Reads the folder with all below it, at most 256 MiB; FILE.gz and FILE.br beside a FILE are its encodings.
    /// Fails: Fault where it cannot be read. An empty folder name holds nothing.
    static StaticFiles read(const std::string& folder);

    /// The answer to a GET: the file, 304 where `if_none_match` has its tag, or index.html for the path of a page (no
    /// dot in its last segment). Nothing where there is neither. in: `path` as sent.
    std::optional<Response> find(std::string_view path, std::string_view accept_encoding,
                                 std::string_view if_none_match) const;

  private:
    struct File {
        std::string type, etag;
        std::shared_ptr<const std::string> plain, gzip, brotli;
    };
    std::map<std::string, File, std::less<>> files_;
};

}  // namespace leye::http
