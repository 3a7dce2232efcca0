#include "base/json.hpp"

#include <algorithm>

namespace leye::json {

Result<Value> parse(std::string_view text) {
    boost::json::parse_options options;
    options.max_depth = 32;
    boost::json::stream_parser parser({}, options);
    boost::system::error_code failed;
    const size_t used = parser.write_some(text.data(), text.size(), failed);
    if (!failed && !parser.done()) parser.finish(failed);
    const bool trailing = !failed && text.find_first_not_of(" \t\r\n", used) != text.npos;
    if (failed == boost::json::error::too_deep) return refuse("json_too_deep");
    if (failed || trailing) {
        const std::string_view before = text.substr(0, std::min(used, text.size()));
        const auto line = 1 + std::count(before.begin(), before.end(), '\n');
        const size_t start = before.rfind('\n') == before.npos ? 0 : before.rfind('\n') + 1;
        return refuse("json_malformed", "",
                      {{"line", std::to_string(line)}, {"column", std::to_string(before.size() - start + 1)}});
    }
    return parser.release();
}

std::string print(const Value& value) { return boost::json::serialize(value); }

}  // namespace leye::json
