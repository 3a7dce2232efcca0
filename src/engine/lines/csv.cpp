#include "engine/lines/csv.hpp"

#include <cstring>

namespace leye::lines {
namespace {

const char* find(const char* from, const char* end, char c) { return static_cast<const char*>(std::memchr(from, c, static_cast<size_t>(end - from))); }

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string_view trimmed(const char* from, const char* end) {
    while (from < end && is_blank(*from)) ++from;
    while (from < end && is_blank(end[-1])) --end;
    return {from, static_cast<size_t>(end - from)};
}

// A field that begins with a quote: its text, moved together in place. `from` ends behind the field.
std::string_view unquoted(char*& from, char* end, char separator) {
    char* to = from;
    const char* begin = to;
    for (++from; from < end; ++from) {
        if (*from == '"') {
            if (from + 1 < end && from[1] == '"')
                ++from;
            else
                break;
        }
        *to++ = *from;
    }
    if (from < end) ++from;  // the quote
    while (from < end && *from != separator) *to++ = *from++;  // what stands behind it
    return trimmed(begin, to);
}

}  // namespace

const char* record_end(const char* from, const char* end) {
    const char* line = find(from, end, '\n');
    const char* quote = find(from, line ? line : end, '"');
    if (!quote) return line;
    // A quote opens at the beginning of a field only; inside it two are one.
    bool quoted = false, beginning = true;
    for (const char* p = from; p < end; ++p) {
        if (quoted) {
            if (*p == '"') quoted = false;
            continue;
        }
        if (*p == '\n') return p;
        if (*p == '"' && (beginning || (p > from && p[-1] == '"')))
            quoted = true;
        else if (*p == ',' || *p == ';' || *p == '\t')
            beginning = true;
        else if (!is_blank(*p))
            beginning = false;
    }
    return nullptr;
}

bool next_record(std::span<char>& rest, std::span<char>& record) {
    if (rest.empty()) return false;
    const char* end = record_end(rest.data(), rest.data() + rest.size());
    const size_t length = end ? static_cast<size_t>(end - rest.data()) : rest.size();
    record = rest.first(length);
    rest = rest.subspan(end ? length + 1 : length);
    if (!record.empty() && record.back() == '\r') record = record.first(record.size() - 1);
    return true;
}

size_t split(std::span<char> record, char separator, std::span<std::string_view> fields) {
    char* from = record.data();
    char* const end = from + record.size();
    const bool plain = !find(from, end, '"');
    size_t count = 0;
    for (;;) {
        std::string_view field;
        const char* stop = nullptr;
        if (!plain)
            while (from < end && is_blank(*from) && *from != separator) ++from;
        if (!plain && from < end && *from == '"') {
            field = unquoted(from, end, separator);
            stop = from;
        } else {
            stop = find(from, end, separator);
            if (!stop) stop = end;
            field = trimmed(from, stop);
        }
        if (count < fields.size()) fields[count] = field;
        ++count;
        if (stop >= end) return count;
        from = const_cast<char*>(stop) + 1;
    }
}

}  // namespace leye::lines
