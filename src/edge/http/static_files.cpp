#include "edge/http/static_files.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/result.hpp"
#include "base/text.hpp"
#include "edge/http/request.hpp"

namespace leye::http {
namespace {

constexpr uint64_t bytes_max = 256 * 1024 * 1024;
constexpr std::string_view page_policy =
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";

std::string type_of(std::string_view name) {
    static const std::map<std::string_view, std::string_view> types{
        {"html", "text/html; charset=utf-8"},       {"js", "text/javascript; charset=utf-8"},
        {"mjs", "text/javascript; charset=utf-8"},  {"css", "text/css; charset=utf-8"},
        {"json", "application/json"},               {"map", "application/json"},
        {"svg", "image/svg+xml"},                   {"png", "image/png"},
        {"jpg", "image/jpeg"},                      {"webp", "image/webp"},
        {"ico", "image/x-icon"},                    {"woff", "font/woff"},
        {"woff2", "font/woff2"},                    {"txt", "text/plain; charset=utf-8"},
        {"webmanifest", "application/manifest+json"}, {"pdf", "application/pdf"}};
    const size_t dot = name.rfind('.');
    const auto found = types.find(dot == name.npos ? "" : name.substr(dot + 1));
    return std::string(found == types.end() ? "application/octet-stream" : found->second);
}

// FNV-1a of the content: equal tags for equal files on every node.
std::string tag_of(const std::string& content) {
    uint64_t hash = 14695981039346656037ULL;
    for (const unsigned char c : content) hash = (hash ^ c) * 1099511628211ULL;
    std::string bytes(reinterpret_cast<const char*>(&hash), sizeof hash);
    return "\"" + text::hex(bytes) + "-" + std::to_string(content.size()) + "\"";
}

bool accepts(std::string_view header, std::string_view encoding) {
    for (std::string_view part : text::split(header, ',')) {
        part = text::trim(part);
        const size_t semicolon = part.find(';');
        if (text::trim(part.substr(0, semicolon)) != encoding) continue;
        const std::string_view weight = semicolon == part.npos ? "" : text::trim(part.substr(semicolon + 1));
        return weight != "q=0" && weight != "q=0.0";
    }
    return false;
}

bool has_tag(std::string_view header, const std::string& etag) {
    for (std::string_view part : text::split(header, ',')) {
        part = text::trim(part);
        if (part.starts_with("W/")) part.remove_prefix(2);
        if (part == etag || part == "*") return true;
    }
    return false;
}

}  // namespace

StaticFiles StaticFiles::read(const std::string& folder) {
    StaticFiles out;
    if (folder.empty()) return out;
    uint64_t bytes = 0;
    std::map<std::string, std::shared_ptr<const std::string>> contents;
    try {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
            if (!entry.is_regular_file()) continue;
            bytes += entry.file_size();
            if (bytes > bytes_max) throw Fault("the folder of pages " + folder + " is larger than 256 MiB");
            std::ifstream file(entry.path(), std::ios::binary);
            auto content = std::make_shared<std::string>(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
            if (!file) throw Fault("cannot read " + entry.path().string());
            contents["/" + std::filesystem::relative(entry.path(), folder).generic_string()] = std::move(content);
        }
    } catch (const std::filesystem::filesystem_error& e) {
        throw Fault(std::string("the folder of pages cannot be read: ") + e.what());
    }
    const auto find = [&](const std::string& name) {
        const auto found = contents.find(name);
        return found == contents.end() ? nullptr : found->second;
    };
    for (const auto& [name, content] : contents) {
        const bool encoding = name.ends_with(".gz") || name.ends_with(".br");
        if (encoding && find(name.substr(0, name.size() - 3))) continue;
        out.files_[name] = File{type_of(name), tag_of(*content), content, find(name + ".gz"), find(name + ".br")};
    }
    return out;
}

std::optional<Response> StaticFiles::find(std::string_view path, std::string_view accept_encoding,
                                          std::string_view if_none_match) const {
    const auto name = decode(path);
    if (!name) return std::nullopt;
    auto found = files_.find(*name);
    if (found == files_.end()) {
        const std::string_view last = std::string_view(*name).substr(name->rfind('/') + 1);
        if (last.find('.') == last.npos && !name->starts_with("/assets/")) found = files_.find("/index.html");
        if (found == files_.end()) return std::nullopt;
    }
    const File& file = found->second;
    Response out{.content_type = file.type, .body = {}};
    const bool named_by_content = found->first.starts_with("/assets/");
    out.with("Cache-Control", named_by_content ? "public, max-age=31536000, immutable" : "no-cache");
    out.with("ETag", file.etag).with("Referrer-Policy", "same-origin");
    if (file.gzip || file.brotli) out.with("Vary", "Accept-Encoding");
    if (file.type.starts_with("text/html")) {
        out.with("Content-Security-Policy", std::string(page_policy)).with("X-Frame-Options", "DENY");
        out.with("Cross-Origin-Opener-Policy", "same-origin");
    }
    if (!if_none_match.empty() && has_tag(if_none_match, file.etag)) {
        out.status = 304;
        return out;
    }
    out.shared = file.plain;
    if (file.brotli && accepts(accept_encoding, "br"))
        out.shared = file.brotli, out.with("Content-Encoding", "br");
    else if (file.gzip && accepts(accept_encoding, "gzip"))
        out.shared = file.gzip, out.with("Content-Encoding", "gzip");
    return out;
}

}  // namespace leye::http
