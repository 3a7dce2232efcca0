#include "engine/journal/sealed.hpp"

#include "engine/journal/chain.hpp"

namespace leye::journal {

std::span<const rotation::Column> sealed_columns() {
    using enum rotation::Kind;
    static const rotation::Column all[] = {
        {"journal_head", "sealed", {{"lane", integer}, {"seq", integer}}, [](const rotation::Name& n) { return place_of(std::get<int64_t>(n[0]), Head{std::get<int64_t>(n[1]), {}, {}}); }},
        {"journal_segment", "sealed", {{"lane", integer}, {"seq", integer}, {"day", text}},
         [](const rotation::Name& n) { return place_of(Segment{std::get<int64_t>(n[0]), std::get<int64_t>(n[1]), *Date::parse(std::get<std::string>(n[2])), {}, {}}); }},
    };
    return all;
}

}  // namespace leye::journal
