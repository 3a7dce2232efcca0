#include "records/party/person.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "records/party/merge.hpp"
#include "records/party/name_token_store.hpp"
#include "records/party/person_store.hpp"
#include "records/reference/reference.hpp"

namespace leye::party {
namespace {

// What a document's number states must agree with what is told or known; fills what is empty.
Result<void> agree(reference::DocumentType type, std::string_view number, std::optional<Date>& born_on,
                   std::optional<Sex>& sex) {
    if (const auto stated = reference::birth_of(type, number)) {
        if (born_on && *born_on != *stated) return refuse("birth_differs", "born_on");
        born_on = stated;
    }
    if (const auto stated = reference::sex_of(type, number)) {
        const Sex said = static_cast<Sex>(*stated);
        if (sex && *sex != said) return refuse("sex_differs", "sex");
        sex = said;
    }
    return {};
}

std::string subject_of(PersonId id) {
    return "person:" + id.text();
}

std::string document_detail(reference::DocumentType type) {
    return json::print(json::Object{{"document", reference::name_of(type)}});
}

// The file of `owner` holds the number under this or another type already.
Result<PersonId> join_known(Context& ctx, const NewPerson& person, const std::string& index, PersonId owner) {
    const auto row = find_kept_row(ctx.tx, owner);
    expect(row.has_value(), "an indexed document has no file");
    if (open_name(*row, ctx.seal) != person.name) return refuse("person_name_differs", "name");
    for (const Document& d : load_documents(ctx.tx, ctx.seal, row->id))
        if (d.type == person.document_type && d.number == person.document_number) return row->id;
    insert_document(ctx.tx, owner, index, person.document_type, person.document_number, ctx.seal, ctx.now);
    record(ctx, "document_added", subject_of(row->id), document_detail(person.document_type));
    return row->id;
}

}  // namespace

Result<NewPerson> check_person(const NewPerson& person, const reference::Reference& reference, Date today) {
    NewPerson out = person;
    auto name = reference::check_name(person.name);
    if (!name) return tl::unexpected(std::move(name.error()));
    out.name = std::move(*name);
    auto number = reference::check_document(person.document_type, person.document_number, today);
    if (!number) return tl::unexpected(std::move(number.error()));
    out.document_number = std::move(*number);
    if (!out.phone.empty()) {
        auto phone = reference::check_phone(out.phone);
        if (!phone) return tl::unexpected(std::move(phone.error()));
        out.phone = std::move(*phone);
    }
    if (!out.area.empty() && !reference.areas().find(out.area))
        return refuse("area_unknown", "area", {{"area", out.area}});
    if (auto agreed = agree(out.document_type, out.document_number, out.born_on, out.sex); !agreed)
        return tl::unexpected(agreed.error());
    return out;
}

Result<PersonId> register_person(Context& ctx, const NewPerson& given) {
    const auto person = check_person(given, ctx.reference, ctx.now.date());
    if (!person) return tl::unexpected(person.error());
    const std::string index = number_index_of(ctx.seal, person->document_type, person->document_number);
    if (const auto owner = find_owner(ctx.tx, index)) return join_known(ctx, *person, index, *owner);

    PersonRow row;
    row.id = PersonId::make(ctx.now);
    // Two requests for one new number at the same time: the second finds the first's file.
    if (!claim_number(ctx.tx, index, row.id)) {
        const auto owner = find_owner(ctx.tx, index);
        if (!owner)
            throw Fault("a document was claimed at the same time by a transaction that is not finished");
        return join_known(ctx, *person, index, *owner);
    }
    set_name(row, ctx.seal, person->name);
    set_phone(row, ctx.seal, person->phone);
    row.born_on = person->born_on;
    if (person->sex) row.sex = static_cast<int64_t>(*person->sex);
    row.area = person->area;
    row.created_at = ctx.now;
    insert_row(ctx.tx, row);
    insert_tokens(ctx.tx, row.id, tokens_of(ctx.seal, person->name));
    insert_document(ctx.tx, row.id, index, person->document_type, person->document_number, ctx.seal, ctx.now);
    record(ctx, "person_registered", subject_of(row.id), document_detail(person->document_type));
    return row.id;
}

Result<void> add_document(Context& ctx, PersonId id, reference::DocumentType type, std::string_view text) {
    auto number = reference::check_document(type, text, ctx.now.date());
    if (!number) return tl::unexpected(std::move(number.error()));
    auto row = find_kept_row(ctx.tx, id);
    if (!row) return refuse("person_unknown");
    const std::string index = number_index_of(ctx.seal, type, *number);
    auto owner = find_owner(ctx.tx, index);
    const auto documents = load_documents(ctx.tx, ctx.seal, row->id);
    auto born_on = row->born_on;
    auto sex = row->sex ? std::optional(static_cast<Sex>(*row->sex)) : std::nullopt;
    if (owner) {
        if (resolve(ctx.tx, *owner) != row->id) return refuse("document_of_another", "document_number");
    } else {
        for (const Document& d : documents)
            if (is_citizen_number(type) && is_citizen_number(d.type))
                return refuse("citizen_number_differs", "document_number");
        if (auto agreed = agree(type, *number, born_on, sex); !agreed) return agreed;
        owner = row->id;
        if (!claim_number(ctx.tx, index, *owner)) return refuse("document_of_another", "document_number");
    }
    for (const Document& d : documents)
        if (d.type == type && d.number == *number) return {};
    insert_document(ctx.tx, *owner, index, type, *number, ctx.seal, ctx.now);
    if (born_on != row->born_on || (sex && !row->sex)) {
        row->born_on = born_on;
        if (sex) row->sex = static_cast<int64_t>(*sex);
        update_row(ctx.tx, *row);
    }
    record(ctx, "document_added", subject_of(row->id), document_detail(type));
    return {};
}

Result<void> change_person(Context& ctx, PersonId id, const PersonChange& change) {
    auto row = find_kept_row(ctx.tx, id);
    if (!row) return refuse("person_unknown");
    json::Array fields;
    if (change.name) {
        const auto name = reference::check_name(*change.name);
        if (!name) return tl::unexpected(name.error());
        if (const auto old = open_name(*row, ctx.seal); *name != old) {
            replace_tokens(ctx.tx, ctx.seal, row->id, old, *name);
            set_name(*row, ctx.seal, *name), fields.emplace_back("name");
        }
    }
    if (change.phone) {
        std::string phone;
        if (!change.phone->empty()) {
            auto checked_phone = reference::check_phone(*change.phone);
            if (!checked_phone) return tl::unexpected(std::move(checked_phone.error()));
            phone = std::move(*checked_phone);
        }
        if (phone != open_phone(*row, ctx.seal))
            set_phone(*row, ctx.seal, phone), fields.emplace_back("phone");
    }
    if (change.area && *change.area != row->area) {
        if (!ctx.reference.areas().find(*change.area))
            return refuse("area_unknown", "area", {{"area", *change.area}});
        row->area = *change.area, fields.emplace_back("area");
    }
    if (change.born_on || change.sex) {
        auto born_on = change.born_on;
        auto sex = change.sex;
        for (const Document& d : load_documents(ctx.tx, ctx.seal, row->id))
            if (auto agreed = agree(d.type, d.number, born_on, sex); !agreed) return agreed;
        if (born_on && born_on != row->born_on) row->born_on = born_on, fields.emplace_back("born_on");
        if (sex && static_cast<int64_t>(*sex) != row->sex)
            row->sex = static_cast<int64_t>(*sex), fields.emplace_back("sex");
    }
    if (fields.empty()) return {};
    update_row(ctx.tx, *row);
    record(ctx, "person_changed", subject_of(row->id),
           json::print(json::Object{{"fields", std::move(fields)}}));
    return {};
}

std::optional<PersonId> find_person_by_document(store::Connection& c, const seal::Seal& seal,
                                                reference::DocumentType type, std::string_view text) {
    // A file that exists was checked when it was opened, so that any day of birth will do here.
    const auto number = reference::check_document(type, text, *Date::of(9999, 12, 31));
    if (!number) return std::nullopt;
    const auto owner = find_owner(c, number_index_of(seal, type, *number));
    return owner ? resolve(c, *owner) : std::nullopt;
}

std::optional<PersonId> find_person_by_document(Context& ctx, reference::DocumentType type,
                                                std::string_view number) {
    return find_person_by_document(ctx.tx, ctx.seal, type, number);
}

std::optional<Person> find_person(store::Connection& c, const seal::Seal& seal, PersonId id, Documents documents) {
    const auto row = find_kept_row(c, id);
    if (!row) return std::nullopt;
    Person out;
    out.id = row->id;
    out.name = open_name(*row, seal);
    out.born_on = row->born_on;
    if (row->sex) out.sex = static_cast<Sex>(*row->sex);
    out.area = row->area;
    out.phone = open_phone(*row, seal);
    out.created_at = row->created_at;
    if (documents == Documents::with) out.documents = load_documents(c, seal, row->id);
    return out;
}

std::map<PersonId, std::string> names_of(store::Connection& c, const seal::Seal& seal, std::span<const PersonId> ids) {
    std::map<PersonId, std::string> out;
    std::vector<PersonId> merged;
    constexpr size_t most = 50;
    for (; !ids.empty(); ids = ids.subspan(std::min(most, ids.size())))
        for (const PersonRow& row : list_names(c, ids.first(std::min(most, ids.size())), most))
            if (row.merged_into)
                merged.push_back(row.id);
            else
                out.emplace(row.id, open_name(row, seal));
    for (const PersonId& id : merged)
        if (const auto kept = find_kept_row(c, id)) out.emplace(id, open_name(*kept, seal));
    return out;
}

Person get_person(store::Connection& c, const seal::Seal& seal, PersonId id, Documents documents) {
    auto person = find_person(c, seal, id, documents);
    expect(person.has_value(), "no person has this id");
    return std::move(*person);
}

Person get_person(Context& ctx, PersonId id) {
    return get_person(ctx.tx, ctx.seal, id);
}

std::string_view name_of(Sex sex) {
    return sex == Sex::male ? "male" : "female";
}

std::optional<Sex> find_sex(std::string_view name) {
    if (name == "male") return Sex::male;
    if (name == "female") return Sex::female;
    return std::nullopt;
}

bool is_citizen_number(reference::DocumentType type) {
    return type == reference::DocumentType::resident_id ||
           type == reference::DocumentType::social_security_card;
}

std::string mask_name(std::string_view name) {
    std::u32string points = text::code_points(name);
    if (points.size() == 1) return "*";
    for (size_t i = 1; i + (points.size() > 2 ? 1 : 0) < points.size(); ++i) points[i] = U'*';
    return text::of_code_points(points);
}

std::string mask_phone(std::string_view phone) {
    return phone.size() < 8 ? std::string(phone.size(), '*') : text::mask(phone, 3, 4);
}

std::string mask_number(std::string_view number) {
    if (number.size() >= 15) return text::mask(number, 6, 4);
    return number.size() < 6 ? std::string(number.size(), '*') : text::mask(number, 2, 2);
}

std::string Document::masked() const {
    return mask_number(number);
}

}  // namespace leye::party
