#include "edge/notify/sealed.hpp"

namespace leye::notify {

std::string phone_binding(std::string_view message) { return "message.phone:" + std::string(message); }
std::string text_binding(std::string_view message) { return "message.text:" + std::string(message); }

std::span<const rotation::Column> sealed_columns() {
    using enum rotation::Kind;
    using rotation::Name, rotation::text_of;
    static const rotation::Column all[] = {
        {"message", "phone", {{"id", bytes}}, [](const Name& n) { return phone_binding(text_of(n[0])); }},
        {"message", "text", {{"id", bytes}}, [](const Name& n) { return text_binding(text_of(n[0])); }},
    };
    return all;
}

}  // namespace leye::notify
