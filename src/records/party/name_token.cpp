#include "records/party/name_token.hpp"

#include <algorithm>
#include <span>

#include "base/text.hpp"
#include "engine/seal/seal.hpp"

namespace leye::party {
namespace {

using Kind = SearchPart::Kind;
constexpr size_t most_patterns = 64, most_initials = 8, half = token_bytes / 2;

// The first half tells the part, so that all pairs that begin with it stand together.
std::string half_of(const seal::Seal& seal, std::string_view sound) { return seal.blind("name_part", sound).substr(0, half); }

// `next` is empty at the end of the name.
std::string pair_token(const seal::Seal& seal, const std::string& sound, const std::string& next) {
    return half_of(seal, sound) + seal.blind("name_pair", sound + " " + next).substr(0, half);
}

std::string initials_token(const seal::Seal& seal, std::string_view initials) { return seal.blind("name_initials", initials).substr(0, token_bytes); }

std::string first_letter(std::string_view sound) { return text::of_code_points(std::u32string_view(text::code_points(sound)).substr(0, 1)); }

std::vector<std::string> initials_of(const std::vector<NamePart>& name) {
    std::vector<std::string> out{""};
    for (const NamePart& part : name) {
        std::vector<std::string> letters;  // of the usual reading first: that one is never cut off
        for (const auto& reading : part.readings)
            if (const auto letter = first_letter(reading); std::ranges::find(letters, letter) == letters.end()) letters.push_back(letter);
        std::vector<std::string> longer;
        for (const auto& begun : out)
            for (const auto& letter : letters)
                if (longer.size() < most_initials) longer.push_back(begun + letter);
        out = std::move(longer);
    }
    return out;
}

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

// What can stand for one part where not all syllables are typed out: a letter, or zh, ch, sh.
bool is_initial(std::string_view letters) {
    return letters.size() == 1 || letters == "zh" || letters == "ch" || letters == "sh";
}

// What the first letters of `letters` can stand for, the longest first.
std::vector<std::pair<size_t, SearchPart>> heads_of(std::string_view letters, bool initials) {
    std::vector<std::pair<size_t, SearchPart>> out;
    for (size_t n = std::min<size_t>(letters.size(), 6); n > 0; --n) {
        const auto head = letters.substr(0, n);
        if (const auto syllable = syllable_of(head); !syllable.empty()) out.push_back({n, {Kind::sound, std::string(syllable)}});
        if (initials && is_initial(head)) out.push_back({n, {Kind::initial, std::string(head)}});
    }
    return out;
}

// The ways to cut letters into syllables, and where `initials` is set, into syllables and initials; at most `most_patterns`.
std::vector<SearchPattern> cut(std::string_view letters, bool initials) {
    // Which ends can be cut at all, so that no time is lost on a beginning that leads nowhere.
    std::vector<bool> leads(letters.size() + 1, false);
    leads[letters.size()] = true;
    for (size_t at = letters.size(); at-- > 0;)
        for (const auto& [n, _] : heads_of(letters.substr(at), initials)) leads[at] = leads[at] || leads[at + n];
    std::vector<SearchPattern> out;
    SearchPattern begun;
    const auto go_on = [&](auto& self, size_t at) -> void {
        if (out.size() >= most_patterns) return;
        if (at == letters.size()) return out.push_back(begun);
        for (auto& [n, part] : heads_of(letters.substr(at), initials)) {
            if (!leads[at + n]) continue;
            begun.push_back(std::move(part));
            self(self, at + n);
            begun.pop_back();
        }
    };
    if (leads[0]) go_on(go_on, 0);
    return out;
}

// The ways to take a run of letters. A run that is no pinyin at all may be a Latin name.
std::vector<SearchPattern> cuts_of(std::string_view letters) {
    auto out = cut(letters, false);
    std::ranges::stable_sort(out, {}, &SearchPattern::size);
    if (out.empty()) out = cut(letters, true);
    SearchPattern each;
    for (const char c : letters) each.push_back({Kind::initial, std::string(1, c)});
    out.push_back(std::move(each));
    out.push_back({{Kind::sound, std::string(letters)}});
    return out;
}

bool meets(const NamePart& part, const SearchPart& asked) {
    if (asked.kind == Kind::character) return part.text == asked.text;
    return std::ranges::any_of(part.readings, [&](const std::string& r) { return asked.kind == Kind::sound ? r == asked.text : r.starts_with(asked.text); });
}

bool has_initial(const SearchPattern& pattern) {
    return std::ranges::any_of(pattern, [](const SearchPart& p) { return p.kind == Kind::initial; });
}

std::string sound_to_look_up(const SearchPart& part) { return part.kind == Kind::character ? usual_reading(part.text) : part.text; }

}  // namespace

std::vector<SearchPattern> patterns_of(std::string_view text) {
    std::vector<SearchPattern> out{{}};
    for (const NamePart& part : name_parts(text)) {
        const bool letters = std::ranges::all_of(part.text, is_letter);
        const auto ways = letters ? cuts_of(part.text) : std::vector<SearchPattern>{{{Kind::character, part.text}}};
        std::vector<SearchPattern> longer;
        for (const auto& begun : out)
            for (const auto& way : ways) {
                if (longer.size() >= most_patterns) break;
                longer.push_back(begun);
                longer.back().insert(longer.back().end(), way.begin(), way.end());
            }
        out = std::move(longer);
    }
    std::erase_if(out, &SearchPattern::empty);
    return out;
}

std::optional<Fit> fit_of(const std::vector<NamePart>& name, const SearchPattern& pattern) {
    const bool whole = pattern.size() == name.size();
    if (pattern.empty() || pattern.size() > name.size() || (!whole && has_initial(pattern))) return std::nullopt;
    for (size_t at = 0; at + pattern.size() <= name.size(); ++at)
        if (std::ranges::equal(pattern, std::span(name).subspan(at, pattern.size()), [](const SearchPart& asked, const NamePart& part) { return meets(part, asked); }))
            return whole ? Fit::whole : at == 0 ? Fit::beginning : Fit::inside;
    return std::nullopt;
}

std::set<std::string> tokens_of(const seal::Seal& seal, std::string_view name) {
    const auto parts = name_parts(name);
    std::set<std::string> out;
    for (size_t i = 0; i < parts.size(); ++i)
        for (const auto& reading : parts[i].readings) {
            if (i + 1 == parts.size())
                out.insert(pair_token(seal, reading, ""));
            else
                for (const auto& next : parts[i + 1].readings) out.insert(pair_token(seal, reading, next));
        }
    if (!parts.empty())
        for (const auto& initials : initials_of(parts)) out.insert(initials_token(seal, initials));
    return out;
}

Lookup lookup_of(const seal::Seal& seal, const SearchPattern& pattern) {
    Lookup out;
    if (has_initial(pattern)) {
        std::string initials;
        for (const auto& part : pattern) initials += first_letter(sound_to_look_up(part));
        out.all = {initials_token(seal, initials)};
    } else if (pattern.size() == 1) {
        const auto begin = half_of(seal, sound_to_look_up(pattern[0]));
        out.from = begin + std::string(half, '\0'), out.to = begin + std::string(half, '\xff');
    } else {
        for (size_t i = 0; i + 1 < pattern.size(); ++i) out.all.push_back(pair_token(seal, sound_to_look_up(pattern[i]), sound_to_look_up(pattern[i + 1])));
    }
    return out;
}

}  // namespace leye::party
