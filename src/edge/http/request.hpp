#pragma once
#include <memory>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leye::http {

/// One request, whole: its body has arrived. Header names are in lower case.
struct Request {
    std::string method;
    std::string path;          ///< as sent, without the query
    std::string query_string;  ///< as sent, without the question mark
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::map<std::string, std::string> params;  ///< values of the pattern's {names}, percent-decoded
    std::string pattern;                        ///< of the route that matched; what logs and metrics may name
    std::string peer;                           ///< address of who asked, without port: of the socket, or as a trusted proxy says
    std::string id;                             ///< of this request, also sent back as X-Request-Id
    std::shared_ptr<const void> held;           ///< what the body takes of the server's memory, given back with the request

    /// The header's value; nothing where it is absent. in: `name` in lower case.
    std::optional<std::string_view> header(std::string_view name) const;
    /// The cookie's value as sent; nothing where it is absent.
    std::optional<std::string> cookie(std::string_view name) const;
    /// The query parameter's value, decoded; the first of several; nothing where it is absent.
    std::optional<std::string> query(std::string_view name) const;
    /// Whether every parameter of the query can be decoded.
    bool query_decodes() const;
    /// The value of {name} in the route's pattern. Fails: Bug where the pattern has no such name.
    const std::string& param(const std::string& name) const;
};

/// Percent-decodes; nothing where an escape is malformed or the outcome is not UTF-8 or holds a control
/// character. `form`: a plus sign is a blank.
std::optional<std::string> decode(std::string_view text, bool form = false);

/// The value of the cookie `name` in a Cookie header.
std::optional<std::string> find_cookie(std::string_view header, std::string_view name);

}  // namespace leye::http
