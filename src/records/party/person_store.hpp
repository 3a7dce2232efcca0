#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/party/person.hpp"

namespace leye::party {

/// A row of `person`: secrets sealed, merges not followed.
struct PersonRow {
    PersonId id;
    store::Blob name, name_index;
    std::optional<Date> born_on;
    std::optional<int64_t> sex;
    std::string area;
    std::optional<store::Blob> phone, phone_index;
    Instant created_at;
    std::optional<PersonId> merged_into;
};

std::optional<PersonRow> find_row(store::Connection& c, PersonId id);
/// The file that this one was merged into, nothing inside where it stands for itself; nothing for an unknown id.
std::optional<std::optional<PersonId>> find_merged_into(store::Connection& c, PersonId id);
/// The row that `id` reads as.
std::optional<PersonRow> find_kept_row(store::Connection& c, PersonId id);
/// Id, sealed name and merge of these files, at most `most`; the other members stay empty.
std::vector<PersonRow> list_names(store::Connection& c, std::span<const PersonId> ids, size_t most);
void insert_row(store::Transaction& tx, const PersonRow& row);
void update_row(store::Transaction& tx, const PersonRow& row);

/// Whose number it is, merges not followed.
std::optional<PersonId> find_owner(store::Connection& c, const std::string& number_index);
/// False where the number has an owner already.
bool claim_number(store::Transaction& tx, const std::string& number_index, PersonId owner);
/// Adds the document unless the file has it.
void insert_document(store::Transaction& tx, PersonId owner, const std::string& number_index,
                     reference::DocumentType type, std::string_view number, const seal::Seal& seal,
                     Instant at);
std::vector<Document> load_documents(store::Connection& c, const seal::Seal& seal, PersonId kept);

std::vector<PersonId> list_by_name(store::Connection& c, const std::string& name_index, int limit);
std::vector<PersonId> list_by_name_and_birth(store::Connection& c, const std::string& name_index,
                                             Date born_on, int limit);
std::vector<PersonId> list_by_phone(store::Connection& c, const std::string& phone_index, int limit);

/// Blind indexes. Resident ID and social security card share one domain, because they share the number.
std::string number_index_of(const seal::Seal& seal, reference::DocumentType type, std::string_view number);
std::string name_index_of(const seal::Seal& seal, std::string_view name);
std::string phone_index_of(const seal::Seal& seal, std::string_view phone);

/// What an envelope of this person is bound to, so that it opens nowhere else.
std::string seal_binding(std::string_view column, PersonId id);
/// Puts name or phone, sealed and indexed, into the row; an empty phone is none.
void set_name(PersonRow& row, const seal::Seal& seal, std::string_view name);
void set_phone(PersonRow& row, const seal::Seal& seal, std::string_view phone);
std::string open_name(const PersonRow& row, const seal::Seal& seal);
std::string open_phone(const PersonRow& row, const seal::Seal& seal);

}  // namespace leye::party
