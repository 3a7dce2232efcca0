#include "engine/lines/look.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "engine/lines/blocks.hpp"

namespace leye::lines {
namespace {

constexpr size_t piece_bytes = size_t{1} << 20;

// Where it stands for a person: the line, and the byte in it, from 1.
Refusal bad_bytes(int64_t lines_before, std::string_view text, size_t at, Encoding encoding) {
    const auto head = text.substr(0, at);
    const size_t line_start = head.rfind('\n') == head.npos ? 0 : head.rfind('\n') + 1;
    return refuse("lines_bad_bytes", {},
                  {{"line", std::to_string(lines_before + std::count(head.begin(), head.end(), '\n') + 1)},
                   {"byte", std::to_string(at - line_start + 1)},
                   {"encoding", std::string(name_of(encoding))}})
        .value();
}

bool is_other_kind(std::string_view head) {
    return head.starts_with("PK\3\4") || head.starts_with("\xd0\xcf\x11\xe0") || head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff") || head.starts_with("%PDF");
}

/// The first bytes that are not well-formed where whole lines are looked at one after the other.
class Utf8 {
  public:
    /// in: the next lines; out: false where they are not UTF-8.
    bool take(std::string_view lines) {
        if (wrong_) return false;
        const size_t good = good_utf8(lines, far_);
        if (good == lines.size()) return lines_ += std::count(lines.begin(), lines.end(), '\n'), true;
        wrong_ = bad_bytes(lines_, lines, good, Encoding::utf8);
        return false;
    }
    const std::optional<Refusal>& wrong() const { return wrong_; }
    bool far() const { return far_; }

  private:
    int64_t lines_ = 0;
    bool far_ = false;
    std::optional<Refusal> wrong_;
};

std::optional<Refusal> wrong_in_gb18030(const Origin& origin) {
    Blocks blocks(origin, Encoding::gb18030, piece_bytes);
    Block block;
    for (;;) {
        const auto more = blocks.next(block);
        if (!more) return more.error();
        if (!*more) return std::nullopt;
    }
}

}  // namespace

std::string_view name_of(Encoding encoding) { return encoding == Encoding::utf8 ? "UTF-8" : "GB18030"; }

size_t good_utf8(std::string_view s, bool& far) {
    const auto* p = reinterpret_cast<const uint8_t*>(s.data());
    const size_t n = s.size();
    size_t i = 0;
    const auto follows = [&](size_t at) { return at < n && (p[at] & 0xc0) == 0x80; };
    while (i < n) {
        uint64_t eight;
        while (i + 8 <= n && (std::memcpy(&eight, p + i, 8), (eight & 0x8080808080808080u) == 0)) i += 8;
        if (i == n) break;
        const uint8_t c = p[i];
        if (c < 0x80) {
            ++i;
        } else if (c >= 0xc2 && c < 0xe0) {
            if (!follows(i + 1)) return i;
            i += 2;
        } else if (c >= 0xe0 && c < 0xf0) {
            if (!follows(i + 1) || !follows(i + 2) || (c == 0xe0 && p[i + 1] < 0xa0) || (c == 0xed && p[i + 1] >= 0xa0)) return i;
            far = true, i += 3;
        } else if (c >= 0xf0 && c < 0xf5) {
            if (!follows(i + 1) || !follows(i + 2) || !follows(i + 3) || (c == 0xf0 && p[i + 1] < 0x90) || (c == 0xf4 && p[i + 1] >= 0x90)) return i;
            far = true, i += 4;
        } else {
            return i;
        }
    }
    return n;
}

Result<Look> look_through(const Origin& origin, const Looked& looked) {
    Bytes bytes(origin);
    Look out;
    out.packing = bytes.packing();
    Sha256 hash;
    Utf8 utf8;
    std::string piece;
    size_t kept = 0;
    bool quotes = false, marked = false;
    std::vector<char> room(piece_bytes);
    for (;;) {
        const auto got = bytes.read(room.data(), room.size());
        if (!got) return tl::unexpected(got.error());
        if (*got == 0) break;
        const std::string_view fresh(room.data(), *got);
        if (out.bytes == 0) {
            if (is_other_kind(fresh)) return refuse("lines_kind_unknown");
            marked = fresh.starts_with("\xef\xbb\xbf");
        }
        if (std::memchr(fresh.data(), 0, fresh.size())) return refuse("lines_kind_unknown");
        quotes = quotes || std::memchr(fresh.data(), '"', fresh.size());
        hash.add(fresh);
        out.bytes += static_cast<int64_t>(*got);
        out.lines += std::count(fresh.begin(), fresh.end(), '\n');
        piece.append(fresh);
        if (const size_t end = piece.rfind('\n'); end != piece.npos) {
            utf8.take(std::string_view(piece).substr(0, end + 1));
            kept = piece.size() - end - 1;
            piece.erase(0, end + 1);
        } else {
            kept = piece.size();
        }
        if (kept > record_bytes_max) return refuse("lines_too_long", {}, {{"line", std::to_string(out.lines + 1)}});
        if (looked) looked(out.bytes);
    }
    if (!piece.empty()) utf8.take(piece), ++out.lines;
    if (out.bytes == (marked ? 3 : 0)) return refuse("lines_empty");
    out.hash = text::hex(hash.finish());
    if (utf8.wrong()) {
        if (marked || utf8.far()) return tl::unexpected(*utf8.wrong());
        out.encoding = Encoding::gb18030;
        if (auto wrong = wrong_in_gb18030(origin)) return tl::unexpected(std::move(*wrong));
    } else if (quotes) {
        // Whether each quote is closed shows only where records are.
        Blocks blocks(origin, Encoding::utf8, piece_bytes);
        Block block;
        for (;;) {
            const auto more = blocks.next(block);
            if (!more) return tl::unexpected(more.error());
            if (!*more) break;
        }
    }
    return out;
}

}  // namespace leye::lines
