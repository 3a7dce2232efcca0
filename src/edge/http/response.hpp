#pragma once
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/json.hpp"

namespace leye::http {

/// What goes back. The server adds Content-Length, Date, X-Request-Id, nosniff, and `Cache-Control: no-store`
/// where no Cache-Control is given.
struct Response {
    int status = 200;
    std::string content_type;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::shared_ptr<const std::string> shared = {};  ///< sent in the place of `body`, without copying it

    /// Sets a header; every name but Set-Cookie stands once. in: name and value without line breaks (they are dropped).
    Response& with(std::string name, std::string value) &;
    Response&& with(std::string name, std::string value) &&;
    const std::string* find_header(std::string_view name) const;
    const std::string& content() const { return shared ? *shared : body; }
};

/// application/json of a JSON value or of a described struct.
Response json_response(const json::Value& value, int status = 200);
template <class T>
    requires(!std::is_same_v<T, json::Value> && !std::is_same_v<T, json::Object> &&
             !std::is_same_v<T, json::Array>)
Response json_response(const T& value, int status = 200) {
    Response out{.status = status, .content_type = "application/json; charset=utf-8"};
    out.body.reserve(4096);
    json::print_to(out.body, value);
    return out;
}
/// 204 without a body.
Response no_content();
/// A file to save. in: `name` may hold any characters; it is sent as RFC 6266 says.
Response download(std::string name, std::string content_type, std::string bytes, std::string_view disposition = "attachment");
Response text_response(std::string text, int status = 200);

/// "OK", "Not Found"…; empty for a status without a standard phrase.
std::string_view reason_phrase(int status);

}  // namespace leye::http
