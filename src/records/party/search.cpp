#include "records/party/search.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/json.hpp"
#include "base/text.hpp"
#include "records/party/duty.hpp"
#include "records/party/merge.hpp"
#include "records/party/name_token_store.hpp"
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

constexpr size_t most_opened = 1'000;

// A name that fits, with what it is ordered by.
struct Fitting {
    Fit fit;
    bool elsewhere;
    std::string name;
    std::optional<Date> born_on;
    PersonId id;  // the kept file
    auto operator<=>(const Fitting&) const = default;
};

Fitting fitting_of(const PersonRow& row, const seal::Seal& seal, const Actor& actor, Fit fit) {
    return {fit, !area_covers(actor.area, row.area), open_name(row, seal), row.born_on, row.id};
}

// All names under the tokens of the patterns that do fit, each file once at its best.
class NameSearch {
  public:
    NameSearch(store::Connection& c, const seal::Seal& seal, const Actor& actor, std::string_view text)
        : c_(c), seal_(seal), actor_(actor), patterns_(patterns_of(text)) {
        // One who has just this name comes first, even if a thousand have it as a part.
        if (const auto name = reference::check_name(text))
            for (const PersonId id : list_by_name(c_, name_index_of(seal_, *name), most_opened)) add(*find_row(c_, id));
        for (const SearchPattern& pattern : patterns_) look_up(pattern);
    }

    bool cut() const { return cut_; }
    std::vector<Fitting> ordered() const {
        std::vector<Fitting> out;
        for (const auto& [_, one] : best_) out.push_back(one);
        std::ranges::sort(out);
        return out;
    }

  private:
    void look_up(const SearchPattern& pattern) {
        if (left_ == 0) return;
        auto begun = list_id_beginnings(c_, lookup_of(seal_, pattern), left_ + 1);
        if (begun.size() > left_) cut_ = true, begun.resize(left_);
        std::erase_if(begun, [&](const std::string& b) { return !seen_.insert(b).second; });
        left_ -= begun.size();
        for (const PersonRow& row : list_rows_beginning(c_, begun)) add(row);
    }

    void add(const PersonRow& row) {
        const auto name = open_name(row, seal_);
        const auto parts = name_parts(name);
        std::optional<Fit> best;
        for (const SearchPattern& pattern : patterns_)
            if (const auto fit = fit_of(parts, pattern); fit && (!best || *fit < *best)) best = fit;
        if (!best) return;
        // A name of a file that was merged finds the kept one, in its place.
        const Fitting one = fitting_of(row.merged_into ? *find_kept_row(c_, row.id) : row, seal_, actor_, *best);
        const auto [at, added] = best_.emplace(one.id, one);
        if (!added && one < at->second) at->second = one;
    }

    store::Connection& c_;
    const seal::Seal& seal_;
    const Actor& actor_;
    std::vector<SearchPattern> patterns_;
    std::map<PersonId, Fitting> best_;
    std::set<std::string> seen_;
    size_t left_ = most_opened;
    bool cut_ = false;
};

// Everybody with this number or phone.
std::vector<Fitting> with_number(store::Connection& c, const seal::Seal& seal, const Actor& actor, std::string_view text) {
    std::map<PersonId, Fitting> out;
    for (const PersonId id : find_ids(c, seal, text, most_opened)) {
        const auto kept = find_kept_row(c, id);
        out.emplace(kept->id, fitting_of(*kept, seal, actor, Fit::whole));
    }
    std::vector<Fitting> ordered;
    for (const auto& [_, one] : out) ordered.push_back(one);
    std::ranges::sort(ordered);
    return ordered;
}

bool has_digit(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string PeoplePlace::text() const { return std::to_string(static_cast<int>(fit)) + (elsewhere ? "1" : "0") + id.text(); }

std::optional<PeoplePlace> PeoplePlace::parse(std::string_view text) {
    if (text.size() < 2 || text[0] < '0' || text[0] > '2' || text[1] < '0' || text[1] > '1') return std::nullopt;
    const auto id = PersonId::parse(std::string(text.substr(2)));
    if (!id) return std::nullopt;
    return PeoplePlace{static_cast<Fit>(text[0] - '0'), text[1] == '1', *id};
}

Result<PeopleFound> find_people(store::Connection& c, const seal::Seal& seal, const Actor& actor, std::string_view given,
                                const std::optional<PeoplePlace>& after, int limit) {
    if (actor.kind == Actor::Kind::staff && !opens_files(actor))
        return refuse("duty_missing", "", {{"duty", std::string(name_of(Duty::window))}});
    if (given.size() > search_length_max * 4 || !text::is_utf8(given) || text::length(given) > search_length_max)
        return refuse("search_long", "q");
    const std::string text = text::narrow(text::trim(given));
    PeopleFound out;
    std::vector<Fitting> ordered;
    if (has_digit(text)) {
        ordered = with_number(c, seal, actor, text);
    } else {
        const NameSearch search(c, seal, actor, text);
        ordered = search.ordered();
        out.by_name = true;
        out.cut = search.cut();
    }
    auto at = ordered.begin();
    if (after) {
        // The file itself, merged since or not, still knows the name and birth it was ordered by.
        const auto last = find_row(c, after->id);
        if (!last) return refuse("cursor_invalid", "cursor");
        at = std::ranges::upper_bound(ordered, Fitting{after->fit, after->elsewhere, open_name(*last, seal), last->born_on, last->id});
    }
    for (; at != ordered.end() && std::ssize(out.hits) < limit; ++at) out.hits.push_back(hit_of(c, seal, at->id));
    if (at != ordered.end() && !out.hits.empty()) out.next = {(at - 1)->fit, (at - 1)->elsewhere, (at - 1)->id};
    return out;
}

void record_search(Context& ctx, const PeopleFound& found) {
    record(ctx, "people_searched", "people", json::print(json::Object{{"shown", found.hits.size()}}));
}

int make_missing_tokens(store::Transaction& tx, const seal::Seal& seal, int limit) {
    const auto ids = list_untokened(tx, limit);
    for (const PersonId id : ids) {
        if (const auto row = find_row(tx, id)) insert_tokens(tx, id, tokens_of(seal, open_name(*row, seal)));
        delete_untokened(tx, id);
    }
    return static_cast<int>(ids.size());
}

std::vector<PersonHit> search_people(store::Connection& c, const seal::Seal& seal, std::string_view given,
                                     int limit) {
    return hits_of(c, seal, find_ids(c, seal, given, limit), limit);
}

std::vector<PersonId> find_ids(store::Connection& c, const seal::Seal& seal, std::string_view given, int limit) {
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
    return found;
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
