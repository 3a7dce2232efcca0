#include "records/party/search.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "records/party/merge.hpp"
#include "records/party/person_store.hpp"
#include "records/reference/reference.hpp"

namespace leye::party {
namespace {

using reference::DocumentType;

PersonHit hit_of(store::Connection& c, const seal::Seal& seal, PersonId id) {
    const Person person = get_person(c, seal, id);
    return {.id = person.id,
            .name = mask_name(person.name),
            .document = person.documents.empty() ? std::string() : person.documents.front().masked(),
            .born_on = person.born_on,
            .area = person.area};
}

// Each file once, as the kept one.
std::vector<PersonHit> hits_of(store::Connection& c, const seal::Seal& seal,
                               const std::vector<PersonId>& found, int limit) {
    std::vector<PersonHit> out;
    for (const PersonId id : found) {
        if (std::ssize(out) >= limit) break;
        PersonHit hit = hit_of(c, seal, id);
        if (std::ranges::none_of(out, [&](const PersonHit& h) { return h.id == hit.id; }))
            out.push_back(std::move(hit));
    }
    return out;
}

// The 18 characters that an old number of 15 became: the century, then the check character.
std::string modern(std::string_view old) {
    std::string out = std::string(old.substr(0, 6)) + "19" + std::string(old.substr(6));
    out += reference::check_digit_of(out);
    return out;
}

}  // namespace

std::vector<PersonHit> search_people(store::Connection& c, const seal::Seal& seal, std::string_view given,
                                     int limit) {
    std::vector<PersonId> found;
    if (given.size() > 200 || !text::is_utf8(given)) return {};
    const std::string narrow = text::narrow(text::trim(given));
    const auto by_document = [&](DocumentType type, std::string_view number) {
        if (const auto id = find_person_by_document(c, seal, type, number)) found.push_back(*id);
    };
    if (reference::is_old_number(narrow)) by_document(DocumentType::resident_id, modern(narrow));
    using enum DocumentType;
    for (const DocumentType type : {resident_id, hmt_residence, hm_travel_permit, tw_travel_permit})
        by_document(type, narrow);
    if (const auto phone = reference::check_phone(narrow))
        std::ranges::copy(list_by_phone(c, phone_index_of(seal, *phone), limit), std::back_inserter(found));
    if (const auto name = reference::check_name(given))
        std::ranges::copy(list_by_name(c, name_index_of(seal, *name), limit), std::back_inserter(found));
    return hits_of(c, seal, found, limit);
}

std::vector<PersonHit> list_similar(store::Connection& c, const seal::Seal& seal, std::string_view name,
                                    Date born_on, int limit) {
    const auto checked = reference::check_name(name);
    if (!checked) return {};
    return hits_of(c, seal, list_by_name_and_birth(c, name_index_of(seal, *checked), born_on, limit), limit);
}

PersonCheck check_new_person(store::Connection& c, const seal::Seal& seal,
                             const reference::Reference& reference, const NewPerson& given, Date today) {
    PersonCheck out;
    if (text::trim(given.name).empty()) {
        // The number is typed first: a wrong one and a file that exists show before there is a name.
        const auto number = reference::check_document(given.document_type, given.document_number, today);
        if (!number)
            out.problem = number.error();
        else if (const auto id = find_person_by_document(c, seal, given.document_type, *number))
            out.existing = hit_of(c, seal, *id);
        return out;
    }
    const auto person = check_person(given, reference, today);
    if (!person) {
        out.problem = person.error();
        return out;
    }
    if (const auto id = find_person_by_document(c, seal, person->document_type, person->document_number)) {
        out.existing = hit_of(c, seal, *id);
        if (get_person(c, seal, *id).name != person->name)
            out.problem = Refusal{.code = "person_name_differs", .field = "name"};
    } else if (person->born_on) {
        out.similar = list_similar(c, seal, person->name, *person->born_on);
    }
    return out;
}

}  // namespace leye::party
