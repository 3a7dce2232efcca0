#include "edge/routes/paper.hpp"

#include <set>

#include "engine/print/print.hpp"
#include "records/catalog/fact.hpp"
#include "records/party/person.hpp"
#include "records/status/status.hpp"
#include "services/casework/certificate_store.hpp"

namespace leye::routes {
namespace {

catalog::Words words(const catalog::Phrase& p) { return {p.zh, p.en}; }
print::Words printed(const catalog::Words& w) { return {w.zh, w.en}; }

// The spell that this case opened, as believed now: its first version bears the case's number, the last may bear the
// number of the case that ended it.
std::optional<status::Spell> spell_of(store::Connection& c, const casework::Certificate& certificate, Instant now) {
    const std::string number = casework::get_certified_number(c, certificate.case_id);
    std::set<status::SpellId> seen;
    std::optional<status::SpellId> opened;
    for (const auto& version : status::list_history(c, certificate.person))
        if (seen.insert(version.id).second && version.case_number == number) opened = version.id;
    if (opened)
        for (auto& spell : status::list_spells(c, certificate.person, now))
            if (spell.id == *opened) return spell;
    return std::nullopt;
}

}  // namespace

Statement certificate_statement(House& house, store::Connection& c, std::string_view code, Instant now) {
    Statement out;
    const auto certificate = casework::find_certificate(c, code);
    expect(certificate.has_value(), "a certificate that exists");
    const auto spell = spell_of(c, *certificate, now);
    if (certificate->revoked_at) out.revoked_on = certificate->revoked_at->date();
    if (spell && spell->until && *spell->until <= now.date() && !out.revoked_on) out.revoked_on = *spell->until;
    out.valid = spell && !out.revoked_on;
    const auto& phrases = house.office.phrases;
    const auto phrase = phrases.get(out.valid ? "certificate_statement_" + std::string(status::name_of(spell->kind)) : "certificate_statement_none");
    out.text = words(phrase);
    if (out.valid) out.text = catalog::filled(out.text, {{"date", spell->from.text()}});
    return out;
}

std::string certificate_pdf(House& house, store::Connection& c, const casework::Case& found, Instant now) {
    const auto certificate = casework::find_certificate(c, found.certificate);
    expect(certificate.has_value() && found.origin.person.has_value(), "a case with a certificate");
    const party::Person person = party::get_person(c, house.seal, *found.origin.person);
    const Statement statement = certificate_statement(house, c, found.certificate, now);
    const auto& phrases = house.office.phrases;
    const catalog::Item& item = house.office.catalog.get_item(found.origin.item, found.origin.item_version);
    std::string spaced;
    for (size_t i = 0; i < found.certificate.size(); ++i) spaced += (i && i % 4 == 0 ? " " : "") + found.certificate.substr(i, 1);

    print::Document d;
    d.title = printed(words(phrases.get("certificate_title")));
    d.number = spaced;
    const auto row = [&](std::string_view key, std::string value) { d.rows.push_back({printed(words(phrases.get(key))), std::move(value)}); };
    row("certificate_name", person.name);
    if (!person.documents.empty()) row("certificate_document", person.documents.front().masked());
    row("certificate_item", item.name.zh);
    row("certificate_case", found.origin.number);
    row("certificate_area", house.reference.areas().full_name(found.origin.area));
    row("certificate_issued_on", certificate->issued_at.date().text());
    row("certificate_made_on", now.date().text());
    d.statement = printed(statement.text);
    d.qr = house.public_url + "/verify/" + found.certificate;
    d.qr_caption = printed(words(phrases.get("certificate_scan")));
    d.seal = phrases.get("certificate_seal").zh;
    d.fine_print = printed(words(phrases.get("certificate_fine_print")));
    d.made_at = now;
    return print::write_pdf(d);
}

}  // namespace leye::routes
