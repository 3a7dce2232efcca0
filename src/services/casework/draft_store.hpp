#pragma once
#include "engine/seal/seal.hpp"
#include "engine/store/store.hpp"
#include "services/casework/case.hpp"

namespace leye::casework {

/// What a person typed and did not send yet, so that it can be sent from another device; one draft an item.
void keep_draft(store::Transaction& tx, const seal::Seal& seal, party::PersonId person, std::string_view item, const json::Object& values, Instant at);
std::optional<json::Object> find_draft(store::Connection& c, const seal::Seal& seal, party::PersonId person, std::string_view item);
void drop_draft(store::Transaction& tx, party::PersonId person, std::string_view item);

/// What somebody wants after losing a job (6号文(十八), row 18.5).
struct Need {
    std::string kind;  ///< employment, startup or training
    bool wanted = false;
    std::string note;
    Instant at;
};
void put_need(store::Transaction& tx, party::PersonId person, const CaseId& from, const Need& need);
std::vector<Need> list_needs(store::Connection& c, party::PersonId person);

}  // namespace leye::casework
