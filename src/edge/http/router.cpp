#include "edge/http/router.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace leye::http {

std::vector<Router::Segment> Router::parse(std::string_view pattern) {
    expect(pattern.starts_with('/'), "a route's pattern begins with a slash");
    std::vector<Segment> out;
    for (std::string_view part : text::split(pattern.substr(1), '/')) {
        if (!part.starts_with('{')) {
            expect(part.find_first_of("{}") == std::string_view::npos, "a name stands alone in its segment");
            out.push_back({.text = std::string(part)});
            continue;
        }
        expect(part.size() > 2 && part.ends_with('}'), "a name in a pattern ends with a brace");
        part = part.substr(1, part.size() - 2);
        Segment segment{.text = std::string(part), .literal = false};
        if (const size_t dot = part.find("}.{"); dot != std::string_view::npos) {
            segment.text = part.substr(0, dot);
            segment.second = part.substr(dot + 3);
        }
        out.push_back(std::move(segment));
    }
    return out;
}

void Router::add(std::string method, std::string pattern, Route route) {
    expect((route.handler != nullptr) + (route.deferred != nullptr) + (route.constant != nullptr) == 1,
           "a route has exactly one way to answer");
    auto segments = parse(pattern);
    const auto same = [&](const Pattern& p) {
        return std::equal(p.segments.begin(), p.segments.end(), segments.begin(), segments.end(),
                          [](const Segment& a, const Segment& b) {
                              return a.literal == b.literal && (!a.literal || a.text == b.text) &&
                                     a.second.empty() == b.second.empty();
                          });
    };
    const bool literal = std::all_of(segments.begin(), segments.end(), [](const auto& s) { return s.literal; });
    auto& patterns = by_length_[segments.size()];
    auto at = std::find_if(patterns.begin(), patterns.end(), same);
    if (at != patterns.end()) {
        expect(!at->by_method.contains(method), "a route is there already");
        const RouteEntry* sibling = at->by_method.begin()->second;
        expect(sibling->pattern == pattern, "two routes of one shape name their parts differently");
    }
    entries_.push_back({method, pattern, std::move(route), entries_.size()});
    const RouteEntry* entry = &entries_.back();
    if (literal) literal_[pattern][method] = entry;
    if (at != patterns.end()) {
        at->by_method[method] = entry;
        return;
    }
    Pattern added{.segments = std::move(segments), .by_method = {}};
    added.by_method[method] = entry;
    // Literal segments win from left to right; {a}.{b} comes before {a}.
    const auto rank = [](const Pattern& p) {
        std::string out;
        for (const auto& s : p.segments) out.push_back(s.literal ? 'a' : s.second.empty() ? 'c' : 'b');
        return out;
    };
    const auto place = std::upper_bound(patterns.begin(), patterns.end(), added,
                                        [&](const Pattern& a, const Pattern& b) { return rank(a) < rank(b); });
    patterns.insert(place, std::move(added));
}

bool Router::matches(const Pattern& pattern, const std::vector<std::string_view>& path,
                     std::map<std::string, std::string>& params) {
    params.clear();
    for (size_t i = 0; i < path.size(); ++i) {
        const Segment& segment = pattern.segments[i];
        if (segment.literal) {
            if (path[i] != segment.text) return false;
            continue;
        }
        auto value = decode(path[i]);
        if (!value || value->empty()) return false;
        if (segment.second.empty()) {
            params[segment.text] = std::move(*value);
            continue;
        }
        const size_t dot = value->rfind('.');
        if (dot == std::string::npos || dot == 0 || dot + 1 == value->size()) return false;
        params[segment.second] = value->substr(dot + 1);
        params[segment.text] = value->substr(0, dot);
    }
    return true;
}

Router::Match Router::match(std::string_view method, std::string_view path) const {
    Match out;
    if (!path.starts_with('/')) return out;
    const auto parts = text::split(path.substr(1), '/');
    const auto patterns = by_length_.find(parts.size());
    if (patterns == by_length_.end()) return out;
    std::map<std::string, std::string> params;
    for (const auto& pattern : patterns->second) {
        if (!matches(pattern, parts, params)) continue;
        auto entry = pattern.by_method.find(method);
        if (entry == pattern.by_method.end() && method == "HEAD") entry = pattern.by_method.find("GET");
        if (entry != pattern.by_method.end()) {
            out.entry = entry->second;
            out.params = std::move(params);
            out.allow.clear();
            return out;
        }
        for (const auto& [known, _] : pattern.by_method) {
            out.allow += (out.allow.empty() ? "" : ", ") + known;
            if (known == "GET") out.allow += ", HEAD";
        }
    }
    return out;
}

const RouteEntry* Router::find_literal(std::string_view method, std::string_view path) const {
    const auto methods = literal_.find(path);
    if (methods == literal_.end()) return nullptr;
    const auto entry = methods->second.find(method);
    return entry == methods->second.end() ? nullptr : entry->second;
}

}  // namespace leye::http
