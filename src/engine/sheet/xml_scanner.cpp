#include "engine/sheet/xml_scanner.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace leye::sheet {
namespace {

constexpr size_t token_bytes_max = 1 << 20;
constexpr int depth_max = 64;
constexpr std::string_view blanks = " \t\r\n";

std::string_view local(std::string_view name) {
    const size_t colon = name.find(':');
    return colon == name.npos ? name : name.substr(colon + 1);
}

}  // namespace

bool decode_entities(std::string_view raw, std::string& out) {
    for (;;) {
        const size_t amp = raw.find('&');
        out += raw.substr(0, amp);
        if (amp == raw.npos) return true;
        const size_t end = raw.find(';', amp);
        if (end == raw.npos || end - amp > 12) return false;
        const auto entity = raw.substr(amp + 1, end - amp - 1);
        raw.remove_prefix(end + 1);
        if (entity == "amp") {
            out += '&';
        } else if (entity == "lt") {
            out += '<';
        } else if (entity == "gt") {
            out += '>';
        } else if (entity == "quot") {
            out += '"';
        } else if (entity == "apos") {
            out += '\'';
        } else if (entity.starts_with('#')) {
            const bool is_hex = entity.size() > 1 && entity[1] == 'x';
            const auto digits = entity.substr(is_hex ? 2 : 1);
            uint32_t point = 0;
            const auto [stop, failed] =
                std::from_chars(digits.data(), digits.data() + digits.size(), point, is_hex ? 16 : 10);
            if (failed != std::errc{} || stop != digits.data() + digits.size()) return false;
            if (point == 0 || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) return false;
            const char32_t one = point;
            out += text::of_code_points({&one, 1});
        } else {
            return false;
        }
    }
}

bool XmlScanner::more() {
    if (drained_ || failed_) return false;
    if (at_ > 0) {
        buffer_.erase(0, at_);
        at_ = 0;
    }
    if (buffer_.size() > token_bytes_max) return false;
    const auto piece = fill_();
    if (!piece) {
        refusal_ = piece.error();
        failed_ = true;
        return false;
    }
    drained_ = piece->empty();
    buffer_ += *piece;
    return !drained_;
}

XmlScanner::Event XmlScanner::fail() {
    if (refusal_.code.empty()) refusal_ = {.code = "sheet_damaged", .field = "file"};
    failed_ = true;
    return Event::damaged;
}

// Offset behind at_ of `wanted`, reading on as far as one token may reach.
size_t XmlScanner::find(std::string_view wanted, size_t from) {
    for (;;) {
        const size_t found = buffer_.find(wanted, at_ + from);
        if (found != buffer_.npos) return found - at_;
        const size_t have = buffer_.size() - at_;
        from = std::max(from, have >= wanted.size() ? have - wanted.size() + 1 : 0);
        if (!more()) return buffer_.npos;
    }
}

XmlScanner::Event XmlScanner::next() {
    if (failed_) return Event::damaged;
    if (close_pending_) {
        close_pending_ = false;
        --depth_;
        return Event::close;
    }
    if (at_ == buffer_.size() && !more()) return depth_ == 0 && drained_ ? Event::end : fail();
    if (buffer_[at_] == '<') return markup();

    size_t end = buffer_.find('<', at_);
    if (end == buffer_.npos) {
        // An entity must not be torn between two pieces.
        while (end == buffer_.npos && more()) end = buffer_.find('<', at_);
        if (end == buffer_.npos && !drained_) return fail();
        if (end == buffer_.npos) end = buffer_.size();
    }
    const auto raw = std::string_view(buffer_).substr(at_, end - at_);
    at_ = end;
    text_.clear();
    if (!decode_entities(raw, text_)) return fail();
    return Event::text;
}

XmlScanner::Event XmlScanner::markup() {
    while (buffer_.size() - at_ < 9 && more()) {
    }
    const auto rest = std::string_view(buffer_).substr(at_);
    const auto skip = [&](std::string_view closing, size_t from) {
        const size_t end = find(closing, from);
        if (end == buffer_.npos) return fail();
        at_ += end + closing.size();
        return next();
    };
    if (rest.starts_with("<?")) return skip("?>", 2);
    if (rest.starts_with("<!--")) return skip("-->", 4);
    if (rest.starts_with("<![CDATA[")) {
        const size_t end = find("]]>", 9);
        if (end == buffer_.npos) return fail();
        text_ = buffer_.substr(at_ + 9, end - 9);
        at_ += end + 3;
        return Event::text;
    }
    if (rest.starts_with("<!")) return fail();

    // The end of a tag is the first > outside quotes.
    size_t end = 1;
    for (char quote = 0;; ++end) {
        if (at_ + end >= buffer_.size() && !more()) return fail();
        const char c = buffer_[at_ + end];
        if (quote) {
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            break;
        } else if (c == '<') {
            return fail();
        }
    }
    auto tag = std::string_view(buffer_).substr(at_ + 1, end - 1);
    at_ += end + 1;
    const bool closes = tag.starts_with('/');
    if (closes) tag.remove_prefix(1);
    const bool is_empty = tag.ends_with('/');
    if (is_empty) tag.remove_suffix(1);
    const size_t name_end = tag.find_first_of(blanks);
    name_ = local(tag.substr(0, name_end));
    attributes_ = name_end == tag.npos ? std::string_view() : tag.substr(name_end);
    if (name_.empty() || (closes && is_empty)) return fail();
    if (closes) {
        if (--depth_ < 0) return fail();
        return Event::close;
    }
    if (++depth_ > depth_max) return fail();
    close_pending_ = is_empty;
    return Event::open;
}

std::optional<std::string_view> XmlScanner::attribute(std::string_view wanted) const {
    auto rest = attributes_;
    for (;;) {
        const size_t start = rest.find_first_not_of(blanks);
        if (start == rest.npos) return std::nullopt;
        const size_t equals = rest.find('=', start);
        if (equals == rest.npos) return std::nullopt;
        auto name = rest.substr(start, equals - start);
        name = local(name.substr(0, name.find_first_of(blanks)));
        const size_t open = rest.find_first_of("\"'", equals);
        if (open == rest.npos) return std::nullopt;
        const size_t close = rest.find(rest[open], open + 1);
        if (close == rest.npos) return std::nullopt;
        if (name == wanted) return rest.substr(open + 1, close - open - 1);
        rest.remove_prefix(close + 1);
    }
}

}  // namespace leye::sheet
