#pragma once
#include "engine/seal/seal.hpp"
#include "engine/store/store.hpp"
#include "services/casework/case.hpp"

namespace leye::casework {

/// What a person typed and did not send yet, so that it can be sent from another device; one draft an item.
void keep_draft(store::Transaction& tx, const seal::Seal& seal, party::PersonId person, std::string_view item, const json::Object& values, Instant at);
std::optional<json::Object> find_draft(store::Connection& c, const seal::Seal& seal, party::PersonId person, std::string_view item);
void drop_draft(store::Transaction& tx, party::PersonId person, std::string_view item);

}  // namespace leye::casework
