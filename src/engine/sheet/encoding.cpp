#include "engine/sheet/encoding.hpp"

#include <iconv.h>

#include <cerrno>

#include "base/result.hpp"

namespace leye::sheet {
namespace {

// Length of the well-formed UTF-8 sequence at `i` (RFC 3629), 0 where there is none.
size_t utf8_at(std::string_view s, size_t i) {
    const auto at = [&](size_t k) { return i + k < s.size() ? static_cast<uint8_t>(s[i + k]) : uint8_t{0}; };
    const auto more = [&](size_t k) { return (at(k) & 0xc0) == 0x80; };
    const uint8_t a = at(0), b = at(1);
    if (a < 0x80) return 1;
    if (a >= 0xc2 && a <= 0xdf) return more(1) ? 2 : 0;
    if (a >= 0xe0 && a <= 0xef) {
        if (!more(1) || !more(2) || (a == 0xe0 && b < 0xa0) || (a == 0xed && b > 0x9f)) return 0;
        return 3;
    }
    if (a >= 0xf0 && a <= 0xf4) {
        if (!more(1) || !more(2) || !more(3) || (a == 0xf0 && b < 0x90) || (a == 0xf4 && b > 0x8f)) return 0;
        return 4;
    }
    return 0;
}

struct Survey {
    size_t two = 0, longer = 0, bad = 0;
    size_t first_bad = 0;
};

Survey survey(std::string_view s) {
    Survey out;
    for (size_t i = 0; i < s.size();) {
        if (static_cast<uint8_t>(s[i]) < 0x80) {
            ++i;
            continue;
        }
        const size_t n = utf8_at(s, i);
        if (n == 0 && out.bad++ == 0) out.first_bad = i;
        out.two += n == 2;
        out.longer += n > 2;
        i += n ? n : 1;
    }
    return out;
}

// Converts to UTF-8; the offset of the first bad byte where the bytes are not in `encoding`.
std::optional<size_t> convert(const char* encoding, std::string_view bytes, std::string& out) {
    const iconv_t to = iconv_open("UTF-8", encoding);
    if (to == reinterpret_cast<iconv_t>(-1))
        throw Fault(std::string("this system has no converter for ") + encoding);
    char* in = const_cast<char*>(bytes.data());
    size_t left = bytes.size(), used = 0;
    out.resize(bytes.size() + bytes.size() / 2 + 16);
    for (;;) {
        char* to_at = out.data() + used;
        size_t room = out.size() - used;
        const size_t answer = iconv(to, &in, &left, &to_at, &room);
        const int error = errno;
        used = static_cast<size_t>(to_at - out.data());
        if (answer != static_cast<size_t>(-1)) break;
        if (error == E2BIG) {
            out.resize(out.size() * 2);
            continue;
        }
        iconv_close(to);
        return bytes.size() - left;
    }
    iconv_close(to);
    out.resize(used);
    return std::nullopt;
}

// Whether every character beyond ASCII is one of the common Han characters.
bool is_plain_han(std::string_view utf8) {
    for (size_t i = 0; i < utf8.size();) {
        const size_t n = utf8_at(utf8, i);
        if (n > 1 && (n != 3 || utf8[i] < '\xe4' || utf8[i] > '\xe9')) return false;
        i += n ? n : 1;
    }
    return true;
}

}  // namespace

void decode(std::string_view bytes, Decoded& out) {
    const auto converted = [&](const char* name, Encoding encoding, std::string_view from, size_t skipped) {
        if (auto bad = convert(name, from, out.copy)) {
            out.bad_at = *bad + skipped;
        } else {
            out.encoding = encoding;
            out.text = out.copy;
        }
    };
    if (bytes.starts_with("\xff\xfe")) return converted("UTF-16LE", Encoding::utf16le, bytes.substr(2), 2);

    const bool marked = bytes.starts_with("\xef\xbb\xbf");
    const Survey found = survey(bytes);
    if (found.bad == 0) {
        out.text = marked ? bytes.substr(3) : bytes;
        // «联通» in GB18030 happens to be well-formed UTF-8; Latin or Greek alone is not what is sent to us.
        if (marked || found.longer > 0 || found.two == 0) return;
        std::string chinese;
        if (convert("GB18030", bytes, chinese) || !is_plain_han(chinese)) return;
        out.encoding = Encoding::gb18030;
        out.copy = std::move(chinese);
        out.text = out.copy;
        return;
    }
    // UTF-8 with a few broken bytes would «decode» as GB18030 into nonsense.
    if (marked || found.two + found.longer > 10 * found.bad) {
        out.bad_at = found.first_bad;
        return;
    }
    converted("GB18030", Encoding::gb18030, bytes, 0);
}

}  // namespace leye::sheet
