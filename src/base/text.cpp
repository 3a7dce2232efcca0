#include "base/text.hpp"

#include <iconv.h>

namespace leye::text {
namespace {

// Decodes the code point at `i`, moving `i` behind it; nothing where the bytes are not UTF-8 (RFC 3629).
std::optional<char32_t> decode(std::string_view s, size_t& i) {
    const auto at = [&](size_t k) { return static_cast<uint8_t>(s[k]); };
    const uint8_t lead = at(i);
    if (lead < 0x80) return ++i, lead;
    const int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc2 ? 1 : 0;
    if (more == 0 || lead > 0xf4 || i + more >= s.size()) return std::nullopt;
    char32_t c = lead & (0x3f >> more);
    for (int k = 1; k <= more; ++k) {
        if ((at(i + k) & 0xc0) != 0x80) return std::nullopt;
        c = c << 6 | (at(i + k) & 0x3f);
    }
    static constexpr char32_t least[] = {0, 0x80, 0x800, 0x10000};
    if (c < least[more] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) return std::nullopt;
    i += more + 1;
    return c;
}

void encode(char32_t c, std::string& out) {
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xc0 | c >> 6);
        out += static_cast<char>(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xe0 | c >> 12);
        out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
        out += static_cast<char>(0x80 | (c & 0x3f));
    } else {
        out += static_cast<char>(0xf0 | c >> 18);
        out += static_cast<char>(0x80 | (c >> 12 & 0x3f));
        out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
        out += static_cast<char>(0x80 | (c & 0x3f));
    }
}

constexpr std::string_view blanks[] = {" ", "\t", "\r", "\n", "\xe3\x80\x80", "\xef\xbb\xbf", "\xc2\xa0"};

}  // namespace

bool is_utf8(std::string_view s) {
    for (size_t i = 0; i < s.size();)
        if (!decode(s, i)) return false;
    return true;
}

size_t length(std::string_view s) {
    size_t n = 0;
    for (char c : s) n += (c & 0xc0) != 0x80;
    return n;
}

std::u32string code_points(std::string_view s) {
    std::u32string out;
    for (size_t i = 0; i < s.size();) {
        const auto c = decode(s, i);
        if (!c) break;
        out += *c;
    }
    return out;
}

std::string of_code_points(std::u32string_view points) {
    std::string out;
    for (char32_t c : points) encode(c, out);
    return out;
}

std::optional<std::string> of_gb18030(std::string_view bytes) {
    const iconv_t to = iconv_open("UTF-8", "GB18030");
    if (to == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
    std::string out(bytes.size() * 2 + 16, '\0');
    char* in = const_cast<char*>(bytes.data());
    char* at = out.data();
    size_t left = bytes.size(), room = out.size();
    const size_t done = iconv(to, &in, &left, &at, &room);
    iconv_close(to);
    if (done == static_cast<size_t>(-1) || left != 0) return std::nullopt;
    out.resize(out.size() - room);
    return out;
}

std::string_view trim(std::string_view s) {
    // Most texts begin and end with what no blank begins or ends with.
    const auto may_be_blank = [](char c) { return static_cast<unsigned char>(c) <= ' ' || static_cast<unsigned char>(c) >= 0x80; };
    if (s.empty() || (!may_be_blank(s.front()) && !may_be_blank(s.back()))) return s;
    for (bool again = true; again;) {
        again = false;
        for (auto b : blanks)
            if (s.starts_with(b)) s.remove_prefix(b.size()), again = true;
    }
    for (bool again = true; again;) {
        again = false;
        for (auto b : blanks)
            if (s.ends_with(b)) s.remove_suffix(b.size()), again = true;
    }
    return s;
}

std::string narrow(std::string_view s) {
    std::string out;
    for (char32_t c : code_points(s)) {
        if (c >= 0xff01 && c <= 0xff5e) c -= 0xfee0;
        if (c == 0x3000) c = ' ';
        encode(c, out);
    }
    return out;
}

std::string upper(std::string_view s) {
    std::string out(s);
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return out;
}

std::vector<std::string_view> split(std::string_view s, char separator) {
    std::vector<std::string_view> out;
    for (size_t from = 0;;) {
        const size_t at = s.find(separator, from);
        out.push_back(s.substr(from, at == s.npos ? s.npos : at - from));
        if (at == s.npos) return out;
        from = at + 1;
    }
}

std::string mask(std::string_view s, size_t head, size_t tail) {
    if (s.size() <= head + tail) return std::string(s.size(), '*');
    std::string out(s);
    for (size_t i = head; i < out.size() - tail; ++i) out[i] = '*';
    return out;
}

std::string hex(std::string_view bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (unsigned char b : bytes) out += digits[b >> 4], out += digits[b & 15];
    return out;
}

std::optional<std::string> of_hex(std::string_view t) {
    if (t.size() % 2) return std::nullopt;
    std::string out(t.size() / 2, '\0');
    for (size_t i = 0; i < t.size(); ++i) {
        const char c = t[i];
        const int v = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
        if (v < 0) return std::nullopt;
        out[i / 2] = static_cast<char>(static_cast<uint8_t>(out[i / 2]) << 4 | v);
    }
    return out;
}

}  // namespace leye::text
