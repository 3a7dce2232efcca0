#pragma once
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "edge/http/route.hpp"

namespace leye::http {

/// One entry of the table of routes.
struct RouteEntry {
    std::string method, pattern;
    Route route;
    size_t number = 0;  ///< place in the table
};

/// Which route answers what. Built once, then only read, by many threads.
class Router {
  public:
    /// Adds a route. in: `pattern` like "/v1/cases/{number}"; a segment is literal, "{name}" or
    /// "{name}.{name}" (split at the last dot). Fails: Bug for a pattern that is malformed or there already.
    void add(std::string method, std::string pattern, Route route);

    /// The outcome of a look-up. `entry` is empty where nothing answers; then `allow` has the methods that the
    /// path knows ("GET, HEAD"), empty for an unknown path.
    struct Match {
        const RouteEntry* entry = nullptr;
        std::map<std::string, std::string> params;
        std::string allow;
    };
    /// The route for method and raw path; literal segments win over names; HEAD is answered by GET. Cost:
    /// linear in the routes of that many segments.
    Match match(std::string_view method, std::string_view path) const;
    /// As `match`, for patterns without names only; no allocation. nullptr where there is none.
    const RouteEntry* find_literal(std::string_view method, std::string_view path) const;

    const std::deque<RouteEntry>& entries() const { return entries_; }

  private:
    struct Segment {
        std::string text;         // literal text, or the name
        std::string second = {};  // second name of "{a}.{b}"
        bool literal = true;
    };
    struct Pattern {
        std::vector<Segment> segments;
        std::map<std::string, const RouteEntry*, std::less<>> by_method;
    };
    static std::vector<Segment> parse(std::string_view pattern);
    static bool matches(const Pattern& pattern, const std::vector<std::string_view>& path,
                        std::map<std::string, std::string>& params);

    std::deque<RouteEntry> entries_;
    std::map<size_t, std::vector<Pattern>> by_length_;
    std::map<std::string, std::map<std::string, const RouteEntry*, std::less<>>, std::less<>> literal_;
};

}  // namespace leye::http
