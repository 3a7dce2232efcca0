#include "records/status/spell.hpp"

namespace leye::status {

std::string_view name_of(Kind kind) {
    switch (kind) {
        case Kind::employed:
            return "employed";
        case Kind::flexible:
            return "flexible";
        case Kind::unemployed:
            return "unemployed";
    }
    throw Bug("a spell of no kind");
}

std::optional<Kind> find_kind(std::string_view name) {
    for (const Kind kind : {Kind::employed, Kind::flexible, Kind::unemployed})
        if (name_of(kind) == name) return kind;
    return std::nullopt;
}

}  // namespace leye::status
