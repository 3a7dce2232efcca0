#pragma once
#include <string>
#include <string_view>

#include "engine/seal/seal.hpp"
#include "engine/store/store.hpp"
#include "services/casework/case.hpp"

/// Query codes (查询码): with its number one opens a case to whoever handed it in without a file (row A1). Only a keyed
/// index of number and code is stored.
namespace leye::casework {

/// A new code as people copy it, «7K3M-9QXZ»: 40 random bits without letters that look alike.
std::string make_query_code();
/// Gives the case its code, in the transaction that stores the case.
void add_query_code(store::Transaction& tx, const seal::Seal& seal, const Origin& origin, std::string_view code);
/// Whether `typed` is the code of the case, however it was written.
bool is_query_code(store::Connection& c, const seal::Seal& seal, const Origin& origin, std::string_view typed);

}  // namespace leye::casework
