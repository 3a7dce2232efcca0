#define PCRE2_CODE_UNIT_WIDTH 8
#include "engine/feel/regex.hpp"

#include <pcre2.h>

#include <algorithm>
#include <memory>

#include "engine/feel/allowance.hpp"

namespace leye::feel {
namespace {

constexpr size_t pattern_max = 10'000, output_max = 10'000'000;
// Steps that a pattern, a usual search and the longest take; and PCRE2's own counts of the two.
constexpr int64_t compile_steps = 100, find_steps = 20, find_steps_most = 50'000;
constexpr uint32_t limit_usual = 2'000, limit_most = 200'000;

// One class from its opening bracket, subtraction «[a-z-[aeiou]]» as a look ahead; empty where it is malformed.
std::string class_of(std::string_view p, size_t& i, int depth) {
    if (depth > 20) return {};
    std::string out = "[", minus;
    size_t start = ++i;
    if (i < p.size() && p[i] == '^') out += '^', start = ++i;
    for (; i < p.size(); ++i) {
        const char c = p[i];
        if (c == ']') {
            if (i == start) return {};
            ++i;
            return minus.empty() ? out + "]" : "(?:(?!" + minus + ")" + out + "])";
        }
        if (c == '-' && i + 1 < p.size() && p[i + 1] == '[') {
            ++i;
            minus = class_of(p, i, depth + 1);
            if (minus.empty() || i >= p.size() || p[i] != ']') return {};
            --i;
        } else if (c == '[') {
            return {};
        } else if (c == '\\') {
            if (++i >= p.size() || (p[i] >= '0' && p[i] <= '9')) return {};
            if (p[i] == 'i') out += "\\p{L}_:";
            else if (p[i] == 'c') out += "\\p{L}\\p{N}_:.\\-";
            else out += '\\', out += p[i];
        } else {
            out += c;
        }
    }
    return {};
}

// White space outside classes means nothing under the flag x.
std::string without_spaces(std::string_view p) {
    std::string out;
    int level = 0;
    for (char c : p) {
        level += c == '[';
        level -= c == ']' && level > 0;
        if (level > 0 || !(c == ' ' || c == '\t' || c == '\n' || c == '\r')) out += c;
    }
    return out;
}

struct Block {
    std::string_view name, from_until;
};
constexpr Block blocks[] = {{"IsBasicLatin", "\\x{0}-\\x{7f}"}, {"IsLatin-1Supplement", "\\x{80}-\\x{ff}"}, {"IsLatinExtended-A", "\\x{100}-\\x{17f}"},
                            {"IsGreek", "\\x{370}-\\x{3ff}"}, {"IsCyrillic", "\\x{400}-\\x{4ff}"}, {"IsHebrew", "\\x{590}-\\x{5ff}"},
                            {"IsArabic", "\\x{600}-\\x{6ff}"}, {"IsHiragana", "\\x{3040}-\\x{309f}"}, {"IsKatakana", "\\x{30a0}-\\x{30ff}"},
                            {"IsCJKUnifiedIdeographs", "\\x{4e00}-\\x{9fff}"}};

// «{n}», «{n,}» or «{n,m}» at `i`; XPath knows no other use of a brace.
bool is_quantifier(std::string_view p, size_t i) {
    const size_t end = p.find('}', i);
    if (end == p.npos || end == i + 1) return false;
    const std::string_view inside = p.substr(i + 1, end - i - 1);
    return inside.front() != ',' && inside.find_first_not_of("0123456789,") == inside.npos && std::ranges::count(inside, ',') <= 1;
}

// A back reference at the digit `i`: as many digits as there are groups opened before; nothing where there is no such group.
std::optional<std::string> reference(std::string_view p, size_t& i, int groups) {
    int n = p[i++] - '0';
    for (; i < p.size() && p[i] >= '0' && p[i] <= '9' && n * 10 + (p[i] - '0') <= groups; ++i) n = n * 10 + (p[i] - '0');
    if (n < 1 || n > groups) return std::nullopt;
    return "\\g{" + std::to_string(n) + "}";
}

std::optional<std::string> translated(std::string_view p, bool dot_all) {
    std::string out;
    int groups = 0;
    for (size_t i = 0; i < p.size();) {
        const char c = p[i];
        if (c == '\\') {
            if (i + 1 >= p.size()) return std::nullopt;
            const char e = p[i + 1];
            if (e >= '0' && e <= '9') {
                const auto back = reference(p, ++i, groups);
                if (!back) return std::nullopt;
                out += *back;
                continue;
            }
            if ((e == 'p' || e == 'P') && p.substr(i + 2, 3) == "{Is") {
                const size_t end = p.find('}', i);
                const auto* block = std::ranges::find(blocks, p.substr(i + 3, end == p.npos ? 0 : end - i - 3), &Block::name);
                if (block == std::end(blocks)) return std::nullopt;
                out += (e == 'p' ? "[" : "[^") + std::string(block->from_until) + "]";
                i = end + 1;
                continue;
            }
            if (e == 'p' || e == 'P') {
                const size_t end = p.find('}', i);
                if (end == p.npos || p.substr(i + 2, 1) != "{") return std::nullopt;
                out += p.substr(i, end + 1 - i);
                i = end + 1;
                continue;
            }
            if (e == 'i') out += "[\\p{L}_:]";
            else if (e == 'I') out += "[^\\p{L}_:]";
            else if (e == 'c') out += "[\\p{L}\\p{N}_:.\\-]";
            else if (e == 'C') out += "[^\\p{L}\\p{N}_:.\\-]";
            else if (std::string_view("nrt\\|.?*+(){}-[]^$sSdDwW").find(e) != std::string_view::npos) out += c, out += e;
            else return std::nullopt;
            i += 2;
        } else if (c == '[') {
            const std::string cls = class_of(p, i, 0);
            if (cls.empty()) return std::nullopt;
            out += cls;
        } else if (c == '(' && i + 1 < p.size() && p[i + 1] == '?' && p.substr(i, 3) != "(?:") {
            return std::nullopt;
        } else if (c == '(' && i + 1 < p.size() && p[i + 1] == '*') {
            return std::nullopt;
        } else if ((c == '*' || c == '+' || c == '?') && i + 1 < p.size() && (p[i + 1] == '+' || p[i + 1] == '*')) {
            return std::nullopt;
        } else if (c == ']' || (c == '{' && !is_quantifier(p, i))) {
            return std::nullopt;
        } else if (c == '{') {
            const size_t end = p.find('}', i) + 1;
            out += p.substr(i, end - i);
            i = end;
            if (i < p.size() && (p[i] == '+' || p[i] == '*')) return std::nullopt;
        } else if (c == '}') {
            return std::nullopt;
        } else {
            groups += c == '(' && p.substr(i, 2) != "(?";
            if (c == '.' && !dot_all) out += "[^\\n\\r]";
            else out += c;
            ++i;
        }
    }
    return out;
}

class Regex {
  public:
    static std::optional<Regex> of(std::string_view pattern, std::string_view flags) {
        uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C;
        bool literal = false, spaces_out = false;
        for (char f : flags) switch (f) {
            case 's': options |= PCRE2_DOTALL; break;
            case 'm': options |= PCRE2_MULTILINE; break;
            case 'i': options |= PCRE2_CASELESS; break;
            case 'x': spaces_out = true; break;
            case 'q': literal = true; break;
            default: return std::nullopt;
        }
        if (pattern.size() > pattern_max) return std::nullopt;
        const auto text = literal ? std::optional(std::string(pattern))
                                  : translated(spaces_out ? without_spaces(pattern) : std::string(pattern), (options & PCRE2_DOTALL) != 0);
        if (!text) return std::nullopt;
        if (literal) options = (options & (PCRE2_UTF | PCRE2_CASELESS)) | PCRE2_LITERAL;
        Regex out;
        out.literal = literal;
        int error = 0;
        size_t at = 0;
        out.code_.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(text->data()), text->size(), options, &error, &at, nullptr), pcre2_code_free);
        if (!out.code_) return std::nullopt;
        out.data_.reset(pcre2_match_data_create_from_pattern(out.code_.get(), nullptr), pcre2_match_data_free);
        out.context_.reset(pcre2_match_context_create(nullptr), pcre2_match_context_free);
        return Allowance::spend(compile_steps + static_cast<int64_t>(text->size() * 2)) ? std::optional(std::move(out)) : std::nullopt;
    }

    /// Groups of the next match from `at`: 1 found, 0 none, −1 trouble.
    int find(std::string_view input, size_t at) {
        if (!Allowance::spend(static_cast<int64_t>(find_steps + (input.size() - at) / 512))) return -1;
        int n = find_within(input, at, limit_usual);
        if (n == PCRE2_ERROR_MATCHLIMIT) n = Allowance::spend(find_steps_most) ? find_within(input, at, limit_most) : n;
        return n > 0 ? 1 : n == PCRE2_ERROR_NOMATCH ? 0 : -1;
    }
    size_t groups() const { return pcre2_get_ovector_count(data_.get()); }
    size_t begin(size_t g = 0) const { return pcre2_get_ovector_pointer(data_.get())[2 * g]; }
    size_t end(size_t g = 0) const { return pcre2_get_ovector_pointer(data_.get())[2 * g + 1]; }
    bool literal = false;

  private:
    int find_within(std::string_view input, size_t at, uint32_t limit) {
        pcre2_set_match_limit(context_.get(), limit);
        return pcre2_match(code_.get(), reinterpret_cast<PCRE2_SPTR>(input.data()), input.size(), at, 0, data_.get(), context_.get());
    }

    std::shared_ptr<pcre2_code> code_;
    std::shared_ptr<pcre2_match_data> data_;
    std::shared_ptr<pcre2_match_context> context_;
};

}  // namespace

std::optional<bool> regex_matches(std::string_view input, std::string_view pattern, std::string_view flags) {
    auto r = Regex::of(pattern, flags);
    const int found = r ? r->find(input, 0) : -1;
    return found < 0 ? std::nullopt : std::optional(found == 1);
}

std::optional<std::string> regex_replace(std::string_view input, std::string_view pattern, std::string_view replacement, std::string_view flags) {
    auto r = Regex::of(pattern, flags);
    if (!r || r->find("", 0) != 0) return std::nullopt;
    std::string out;
    size_t at = 0;
    for (int found; (found = r->find(input, at)) != 0;) {
        if (found < 0 || r->end() <= at || out.size() > output_max) return std::nullopt;
        out += input.substr(at, r->begin() - at);
        for (size_t i = 0; i < replacement.size(); ++i) {
            const char c = replacement[i];
            if (r->literal || (c != '$' && c != '\\')) {
                out += c;
            } else if (++i >= replacement.size()) {
                return std::nullopt;
            } else if (c == '\\') {
                if (replacement[i] != '$' && replacement[i] != '\\') return std::nullopt;
                out += replacement[i];
            } else {
                if (replacement[i] < '0' || replacement[i] > '9') return std::nullopt;
                size_t group = static_cast<size_t>(replacement[i] - '0');
                while (i + 1 < replacement.size() && replacement[i + 1] >= '0' && replacement[i + 1] <= '9' && group * 10 + static_cast<size_t>(replacement[i + 1] - '0') < r->groups())
                    group = group * 10 + static_cast<size_t>(replacement[++i] - '0');
                if (group < r->groups() && r->begin(group) != PCRE2_UNSET) out += input.substr(r->begin(group), r->end(group) - r->begin(group));
            }
        }
        at = r->end();
    }
    return out + std::string(input.substr(at));
}

std::optional<std::vector<std::string>> regex_split(std::string_view input, std::string_view pattern) {
    auto r = Regex::of(pattern, "");
    if (!r || r->find("", 0) != 0) return std::nullopt;
    std::vector<std::string> out;
    size_t at = 0;
    for (int found; (found = r->find(input, at)) != 0;) {
        if (found < 0 || r->end() <= at) return std::nullopt;
        out.emplace_back(input.substr(at, r->begin() - at));
        at = r->end();
    }
    out.emplace_back(input.substr(at));
    return out;
}

}  // namespace leye::feel
