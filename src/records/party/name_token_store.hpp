#pragma once
#include "records/party/name_token.hpp"
#include "records/party/person_store.hpp"

namespace leye::party {

/// How much of a person's id stands beside a token: enough to find the row, and half the space.
inline constexpr size_t id_beginning_bytes = 8;

void insert_tokens(store::Transaction& tx, PersonId id, const std::set<std::string>& tokens);
void delete_tokens(store::Transaction& tx, PersonId id, const std::set<std::string>& tokens);
/// Beginnings of the ids under the tokens, at most `most`.
std::vector<std::string> list_id_beginnings(store::Connection& c, const Lookup& lookup, size_t most);
/// Id, sealed name, birth, area and merge of the files whose ids begin so; the other members stay empty.
std::vector<PersonRow> list_rows_beginning(store::Connection& c, std::span<const std::string> beginnings);

/// The tokens of a name that took the place of `old`; none is taken from a file whose id begins alike.
void replace_tokens(store::Transaction& tx, const seal::Seal& seal, PersonId id, std::string_view old, std::string_view name);

/// Files of before there were tokens.
std::vector<PersonId> list_untokened(store::Connection& c, int limit);
void delete_untokened(store::Transaction& tx, PersonId id);

}  // namespace leye::party
