#include "services/casework/sealed.hpp"

namespace leye::casework {

std::string action_binding(std::string_view case_id, int64_t seq) { return "case_action:" + std::string(case_id) + ":" + std::to_string(seq); }

std::string draft_binding(std::string_view person, std::string_view item) { return "case_draft:" + std::string(person) + ":" + std::string(item); }

std::string sheet_row_binding(std::string_view row_set, int64_t number) { return "sheet_row:" + std::string(row_set) + ":" + std::to_string(number); }

std::span<const rotation::Column> sealed_columns() {
    using enum rotation::Kind;
    using rotation::Name, rotation::text_of;
    static const rotation::Column all[] = {
        {"case_action", "sealed_values", {{"case_id", bytes}, {"seq", integer}}, [](const Name& n) { return action_binding(text_of(n[0]), std::get<int64_t>(n[1])); }},
        {"case_draft", "sealed_values", {{"person_id", bytes}, {"item", text}}, [](const Name& n) { return draft_binding(text_of(n[0]), text_of(n[1])); }},
        {"sheet_row", "sealed_values", {{"row_set", bytes}, {"number", integer}}, [](const Name& n) { return sheet_row_binding(text_of(n[0]), std::get<int64_t>(n[1])); }},
    };
    return all;
}

}  // namespace leye::casework
