#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/party/person.hpp"

namespace leye::party {

/// A person in a list: masked, because nobody has opened the file yet.
struct PersonHit {
    PersonId id;
    std::string name;      ///< masked
    std::string document;  ///< masked; empty where the file has none
    std::optional<Date> born_on;
    std::string area;
};

/// People found by a document number (18 characters, a permit, or the 15-digit form of before 2013, which is
/// good for searching only), a phone, or a whole name. out: at most `limit`, each file once, merges followed.
std::vector<PersonHit> search_people(store::Connection& c, const seal::Seal& seal, std::string_view text,
                                     int limit = 20);
/// Files with the same name and birthday (DOMAIN D45: common, so shown and never joined by itself).
std::vector<PersonHit> list_similar(store::Connection& c, const seal::Seal& seal, std::string_view name,
                                    Date born_on, int limit = 10);

/// What an officer sees while typing a new person: the first fault, the file that has the document already,
/// or files that look alike.
struct PersonCheck {
    std::optional<Refusal> problem;
    std::optional<PersonHit> existing;
    std::vector<PersonHit> similar;
};
PersonCheck check_new_person(store::Connection& c, const seal::Seal& seal,
                             const reference::Reference& reference, const NewPerson& person, Date today);

}  // namespace leye::party
