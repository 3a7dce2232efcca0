#include "edge/session/sealed.hpp"

namespace leye::session {

std::string phone_binding(std::string_view account) { return "account.phone:" + std::string(account); }

std::string answer_binding(std::string_view actor_index, std::string_view request_key) {
    return "idempotency.answer:" + std::string(actor_index) + std::string(request_key);
}

std::span<const rotation::Column> sealed_columns() {
    using enum rotation::Kind;
    using rotation::Name, rotation::text_of;
    static const rotation::Column all[] = {
        {"account", "phone", {{"id", bytes}}, [](const Name& n) { return phone_binding(text_of(n[0])); }},
        {"idempotency", "answer", {{"actor_index", bytes}, {"request_key", text}}, [](const Name& n) { return answer_binding(text_of(n[0]), text_of(n[1])); }},
    };
    return all;
}

}  // namespace leye::session
