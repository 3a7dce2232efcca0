#include "edge/http/response.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace leye::http {

namespace {
std::string one_line(std::string text) {
    std::erase_if(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
    return text;
}
bool same_name(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
        return std::tolower(x) == std::tolower(y);
    });
}
}  // namespace

Response& Response::with(std::string name, std::string value) & {
    name = one_line(std::move(name)), value = one_line(std::move(value));
    const auto same = std::ranges::find_if(headers, [&](const auto& header) { return same_name(header.first, name); });
    // Browsers refuse an answer with two different dispositions; only cookies may come several times.
    if (same != headers.end() && !same_name(name, "Set-Cookie"))
        same->second = std::move(value);
    else
        headers.emplace_back(std::move(name), std::move(value));
    return *this;
}

Response&& Response::with(std::string name, std::string value) && {
    with(std::move(name), std::move(value));
    return std::move(*this);
}

const std::string* Response::find_header(std::string_view name) const {
    for (const auto& [key, value] : headers)
        if (same_name(key, name)) return &value;
    return nullptr;
}

Response json_response(const json::Value& value, int status) {
    return {.status = status, .content_type = "application/json; charset=utf-8", .body = json::print(value)};
}

Response no_content() { return {.status = 204, .content_type = {}, .body = {}}; }

Response download(std::string name, std::string content_type, std::string bytes, std::string_view disposition) {
    std::string ascii, encoded;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = std::isalnum(byte) || c == '.' || c == '-' || c == '_';
        if (byte < 0x80) ascii.push_back(plain || c == ' ' ? c : '_');
        if (plain) {
            encoded.push_back(c);
        } else {
            encoded.push_back('%');
            encoded += text::upper(text::hex(std::string_view(&c, 1)));
        }
    }
    if (ascii.empty() || ascii.front() == '.') ascii.insert(0, "download");
    return Response{.status = 200, .content_type = std::move(content_type), .body = std::move(bytes)}.with(
        "Content-Disposition", std::string(disposition) + "; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded);
}

Response text_response(std::string text, int status) {
    return {.status = status, .content_type = "text/plain; charset=utf-8", .body = std::move(text)};
}

std::string_view reason_phrase(int status) {
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 206: return "Partial Content";
        case 301: return "Moved Permanently";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 307: return "Temporary Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 406: return "Not Acceptable";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 411: return "Length Required";
        case 412: return "Precondition Failed";
        case 413: return "Content Too Large";
        case 414: return "URI Too Long";
        case 415: return "Unsupported Media Type";
        case 417: return "Expectation Failed";
        case 422: return "Unprocessable Content";
        case 423: return "Locked";
        case 428: return "Precondition Required";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 503: return "Service Unavailable";
        case 505: return "HTTP Version Not Supported";
        default: return "";
    }
}

}  // namespace leye::http
