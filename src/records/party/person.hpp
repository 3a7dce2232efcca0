#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "records/party/context.hpp"
#include "records/party/document.hpp"

namespace leye::party {

/// As in GB/T 2261.1.
enum class Sex { male = 1, female = 2 };
std::string_view name_of(Sex sex);  ///< "male" or "female"
std::optional<Sex> find_sex(std::string_view name);

/// A person's file. Invariant: `id` is the kept file, never one that was merged into another.
struct Person {
    PersonId id;
    std::string name;  ///< in the clear; mask it in lists
    std::optional<Date> born_on;
    std::optional<Sex> sex;
    std::string area;   ///< where the person lives; empty where not told
    std::string phone;  ///< in the clear; empty where not told
    Instant created_at;
    std::vector<Document> documents;  ///< of this file and those merged into it, oldest first; empty where read without
};

/// What opens a file. `born_on` and `sex` are read from the number where it tells them.
struct NewPerson {
    std::string name;
    reference::DocumentType document_type;
    std::string document_number;
    std::optional<Date> born_on;
    std::optional<Sex> sex;
    std::string area;
    std::string phone;
};

/// What changes in a file; empty fields stay as they are.
struct PersonChange {
    std::optional<std::string> name, area, phone;
    std::optional<Date> born_on;
    std::optional<Sex> sex;
};

/// The person normalised, with what the number tells about birth and sex: everything that can be refused
/// without looking into the database. Fails: as register_person but for person_name_differs.
Result<NewPerson> check_person(const NewPerson& person, const reference::Reference& reference, Date today);
/// Opens a file, or finds the one that holds this document: the same number as resident ID and as social
/// security card is one file (law: 社会保险经办条例 6–7). Name, number, area and phone are checked and
/// normalised. Fails: those of reference's checks (name_*, document_*, phone_*), area_unknown, birth_differs,
/// sex_differs, person_name_differs (the file has another name). Cost: ≤ 5 statements and the journal's.
Result<PersonId> register_person(Context& ctx, const NewPerson& person);
/// Joins one more document to the file. Done already: nothing happens. Fails: document_*, person_unknown,
/// document_of_another (the number belongs to another file: merge the two), citizen_number_differs (the file
/// has another one), birth_differs, sex_differs.
Result<void> add_document(Context& ctx, PersonId id, reference::DocumentType type, std::string_view number);
/// Changes the file and journals which fields changed. Fails: person_unknown, name_*, area_unknown, phone_*,
/// birth_differs and sex_differs (a document states another).
Result<void> change_person(Context& ctx, PersonId id, const PersonChange& change);

/// The file the number belongs to, merges followed. A number that is not well-formed finds nothing.
std::optional<PersonId> find_person_by_document(store::Connection& c, const seal::Seal& seal,
                                                reference::DocumentType type, std::string_view number);
std::optional<PersonId> find_person_by_document(Context& ctx, reference::DocumentType type,
                                                std::string_view number);
/// The file, merges followed; nothing for an unknown id. Cost: 2 statements, one of them for the documents.
enum class Documents { with, without };
std::optional<Person> find_person(store::Connection& c, const seal::Seal& seal, PersonId id, Documents documents = Documents::with);
/// The names of the files, merges followed, in the clear. Cost: one statement for 50 files.
std::map<PersonId, std::string> names_of(store::Connection& c, const seal::Seal& seal, std::span<const PersonId> ids);
/// As `find_person`; Bug for an unknown id.
Person get_person(store::Connection& c, const seal::Seal& seal, PersonId id, Documents documents = Documents::with);
Person get_person(Context& ctx, PersonId id);

/// A file without name and number, as work on everybody reads it.
struct PersonSketch {
    PersonId id;
    std::optional<Date> born_on;
    std::optional<Sex> sex;
    std::string area;
};
/// The next files behind `after` in the order of their ids, without those merged into others and those opened after `known_at`.
std::vector<PersonSketch> list_sketches(store::Connection& c, PersonId after, int64_t limit, Instant known_at);
/// These files, as list_sketches gives them, in order; without those that were merged into others. Cost: a statement for 200.
std::vector<PersonSketch> list_sketches(store::Connection& c, std::span<const PersonId> ids);
/// The file that `id` reads as; nothing for an unknown id.
std::optional<PersonSketch> find_sketch(store::Connection& c, PersonId id);
/// How many files there are, about. Cost: linear.
int64_t count_people(store::Connection& c);
/// Every file that was merged into another, with the file that it reads as. Cost: linear in them.
std::map<PersonId, PersonId> list_merged(store::Connection& c);

/// True for the papers that show the citizen number: resident ID and social security card.
bool is_citizen_number(reference::DocumentType type);
/// "张*", "欧**国", "*" for one character: enough to recognise, too little to learn.
std::string mask_name(std::string_view name);
/// "138****1234".
std::string mask_phone(std::string_view phone);

}  // namespace leye::party
