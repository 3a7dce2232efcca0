#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/party/name_token.hpp"
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
/// The files that `search_people` would find, unopened; at most `limit` of a name.
std::vector<PersonId> find_ids(store::Connection& c, const seal::Seal& seal, std::string_view text, int limit);
/// Where a page of people ended: behind this file, which fitted so well.
struct PeoplePlace {
    Fit fit = Fit::whole;
    bool elsewhere = false;  ///< outside the searcher's area
    PersonId id;

    std::string text() const;
    static std::optional<PeoplePlace> parse(std::string_view text);
};
/// A page of people found.
struct PeopleFound {
    std::vector<PersonHit> hits;
    std::optional<PeoplePlace> next;  ///< behind what the next page begins; nothing on the last
    bool cut = false;      ///< so many fit that not all were looked at: a longer text finds better
    bool by_name = false;  ///< the text was taken for a name or a part of one
};
/// What staff search by: a number as in `search_people`, or a name, any part of one («小明», «王»), its pinyin
/// («wangxiaoming», «xiaoming»), initials («wxm») or both («wangxm»). Best first: the whole name, then its beginning, then
/// the rest; within each those of the actor's area, then by name and birth. in: `after` the place where the page before
/// ended; who is entered or merged meanwhile moves nobody else to another page. Fails: duty_missing (the work needs no files),
/// search_long, cursor_invalid. Cost: at most 1,000 names opened, some 10 ms.
Result<PeopleFound> find_people(store::Connection& c, const seal::Seal& seal, const Actor& actor, std::string_view text,
                                const std::optional<PeoplePlace>& after, int limit);
/// Journals who searched by name and how many were shown, and not the name.
void record_search(Context& ctx, const PeopleFound& found);

/// Names that have no tokens yet, because the database is older than tokens: makes those of at most `limit` files. out:
/// how many; 0 where all have theirs.
int make_missing_tokens(store::Transaction& tx, const seal::Seal& seal, int limit);

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
