#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "base/text.hpp"
#include "engine/feel/builtins.hpp"
#include "engine/feel/regex.hpp"

namespace leye::feel {
namespace {

using Args = std::vector<Value>;

const std::string* text(const Args& a, size_t i) { return argument<std::string>(a, i); }

Value substring(Args& a, Run&) {
    const auto* s = text(a, 0);
    const auto start = integer_argument(a, 1);
    if (!s || !start || *start == 0) return {};
    const auto points = text::code_points(*s);
    const auto size = static_cast<int64_t>(points.size());
    const int64_t from = *start > 0 ? *start - 1 : size + *start;
    int64_t count = size;
    if (a.size() > 2) {
        const auto* n = argument<Number>(a, 2);
        if (!n || *n < Number(1)) return {};
        count = n->floor().integer().value_or(size);
    }
    if (from < 0 || from >= size) return {};
    return text::of_code_points(std::u32string_view(points).substr(static_cast<size_t>(from), static_cast<size_t>(std::min(count, size))));
}
Value length(Args& a, Run&) {
    const auto* s = text(a, 0);
    return s ? Value(Number(static_cast<int64_t>(text::length(*s)))) : Value();
}
template <bool up>
Value in_case(Args& a, Run&) {
    const auto* s = text(a, 0);
    if (!s) return {};
    auto u = icu::UnicodeString::fromUTF8(*s);
    std::string out;
    (up ? u.toUpper(icu::Locale::getRoot()) : u.toLower(icu::Locale::getRoot())).toUTF8String(out);
    return out;
}
Value before(Args& a, Run&) {
    const auto *s = text(a, 0), *m = text(a, 1);
    if (!s || !m) return {};
    const size_t at = s->find(*m);
    return at == s->npos ? Value("") : Value(s->substr(0, at));
}
Value after(Args& a, Run&) {
    const auto *s = text(a, 0), *m = text(a, 1);
    if (!s || !m) return {};
    const size_t at = s->find(*m);
    return at == s->npos ? Value("") : Value(s->substr(at + m->size()));
}
Value contains_text(Args& a, Run&) {
    const auto *s = text(a, 0), *m = text(a, 1);
    return s && m ? Value(s->find(*m) != s->npos) : Value();
}
Value starts(Args& a, Run&) {
    const auto *s = text(a, 0), *m = text(a, 1);
    return s && m ? Value(s->starts_with(*m)) : Value();
}
Value ends(Args& a, Run&) {
    const auto *s = text(a, 0), *m = text(a, 1);
    return s && m ? Value(s->ends_with(*m)) : Value();
}
// The flags; nothing where they are given and no text. Null stands for none.
std::optional<std::string> flags_of(const Args& a, size_t i) {
    if (i >= a.size() || a[i].is_null()) return "";
    const auto* f = text(a, i);
    return f ? std::optional(*f) : std::nullopt;
}
Value matches(Args& a, Run& run) {
    const auto *s = text(a, 0), *p = text(a, 1);
    const auto f = flags_of(a, 2);
    if (!s || !p || !f) return {};
    const auto held = regex_matches(*s, *p, *f);
    return held ? Value(*held) : run.null("no such pattern");
}
Value replace(Args& a, Run& run) {
    const auto *s = text(a, 0), *p = text(a, 1), *r = text(a, 2);
    const auto f = flags_of(a, 3);
    if (!s || !p || !r || !f) return {};
    auto out = regex_replace(*s, *p, *r, *f);
    return out ? Value(std::move(*out)) : run.null("no such pattern");
}
Value split(Args& a, Run& run) {
    const auto *s = text(a, 0), *p = text(a, 1);
    if (!s || !p) return {};
    const auto parts = regex_split(*s, *p);
    if (!parts) return run.null("no such pattern");
    List out;
    for (const auto& part : *parts) out.push_back(part);
    return Value::list(std::move(out));
}
Value join(Args& a, Run&) {
    const auto list = list_argument(a, 0);
    if (!list) return {};
    std::string between;
    if (a.size() > 1 && !a[1].is_null()) {
        const auto* d = text(a, 1);
        if (!d) return {};
        between = *d;
    }
    std::string out;
    bool first = true;
    for (const auto& item : *list) {
        if (item.is_null()) continue;
        const auto* s = item.as<std::string>();
        if (!s) return {};
        if (!std::exchange(first, false)) out += between;
        out += *s;
    }
    return out;
}
Value string_of(Args& a, Run&) { return a[0].is_null() ? Value() : Value(text_of(a[0])); }

Value number_of(Args& a, Run&) {
    const auto* s = text(a, 0);
    if (!s) return a.size() == 1 && argument<Number>(a, 0) ? a[0] : Value();
    std::string grouping, decimal = ".";
    if (a.size() > 1 && !a[1].is_null()) {
        const auto* g = text(a, 1);
        if (!g || (*g != " " && *g != "." && *g != ",")) return {};
        grouping = *g;
    }
    if (a.size() > 2 && !a[2].is_null()) {
        const auto* d = text(a, 2);
        if (!d || (*d != "." && *d != ",") || *d == grouping) return {};
        decimal = *d;
    }
    std::string plain;
    for (char c : *s) {
        if (!grouping.empty() && c == grouping[0]) continue;
        if (c == decimal[0]) plain += '.';
        else if (c == '.' || c == ',' || c == ' ') return {};
        else plain += c;
    }
    return Value::of(Number::parse(plain));
}

constexpr Builtin table[] = {
    {"substring", "string,start position,length?", substring},
    {"string length", "string", length},
    {"upper case", "string", in_case<true>},
    {"lower case", "string", in_case<false>},
    {"substring before", "string,match", before},
    {"substring after", "string,match", after},
    {"contains", "string,match", contains_text},
    {"starts with", "string,match", starts},
    {"ends with", "string,match", ends},
    {"matches", "input,pattern,flags?", matches},
    {"replace", "input,pattern,replacement,flags?", replace},
    {"split", "string,delimiter", split},
    {"string join", "list,delimiter?", join},
    {"string", "from", string_of},
    {"number", "from,grouping separator?,decimal separator?", number_of},
};

}  // namespace

std::span<const Builtin> text_builtins() { return table; }

}  // namespace leye::feel
