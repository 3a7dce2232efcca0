// Fills an empty database with people of the generated population as the register and the departments would have them: files,
// employers, spells, and the facts of the sources through the import that real files take.
//   bench_fill_population all DATA DATABASE_URL PEOPLE MONTHS        MONTHS of insurance before this month
//   bench_fill_population late DATA DATABASE_URL PEOPLE ONE_IN       one in so many is told anew: paid in the newest month by another employer
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <unordered_map>

#include "app/demo/invented_numbers.hpp"
#include "app/demo/source_files.hpp"
#include "app/demo/told.hpp"
#include "base/clock.hpp"
#include "engine/seal/seal.hpp"
#include "population_facts.hpp"
#include "records/party/party.hpp"
#include "records/status/status.hpp"
#include "services/determination/import.hpp"

using namespace leye;

namespace {

constexpr const char* catalog_dir = LEYE_SOURCE_DIR "/catalog";
constexpr uint64_t seed = 20'261'123;
constexpr size_t chunk = 1'000;

double seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

class Filler {
  public:
    Filler(const std::string& data, const std::string& url, uint64_t people)
        : people_(people), seal_(open_seal(data + "/keys.txt")), db_(store::Database::open({.url = url, .readers = 4, .write_lanes = 1})),
          population_(std::move(*demo::Census::load(catalog_dir, reference_, clock_.now().date())), reference_, seed, clock_.now().date().year()),
          newest_(demo::month_of(clock_.now().date()) - 1) {
        std::vector<std::string> faults;
        sources_ = determination::Sources::load(catalog_dir, faults);
        expect(faults.empty(), "the sources have no faults");
    }

    void everything(int months) {
        double began = seconds();
        const auto said = [&](const char* what) {
            fmt::print("{}: {:.1f} s\n", what, seconds() - began);
            began = seconds();
        };
        register_people();
        said("people with employers and spells");
        int64_t rows = 0;
        for (const auto source : demo::source_names()) {
            std::string file(demo::header_of(source));
            std::vector<fact::Fact> facts;
            const bool monthly = source == "social_insurance" || source == "unemployment_benefit" || source == "insurance_subsidy";
            population_.for_each(0, people_, [&](const demo::Citizen& citizen) {
                facts.clear();
                demo::tell(citizen, {monthly ? newest_ + 1 - months : demo::month_of(1900, 1), newest_ + 1}, facts);
                demo::append_rows(source, demo::Population::number_of(citizen), facts, file);
            });
            rows += hand_over(source, file);
        }
        fmt::print("{} facts told\n", rows);
        said("facts");
    }

    void late(uint64_t one_in) {
        std::string file(demo::header_of("social_insurance"));
        population_.for_each(0, people_, [&](const demo::Citizen& citizen) {
            if (citizen.index % one_in != one_in / 2) return;
            const fact::Fact paid{.kind = fact::Kind::insured_employee, .from = demo::first_day_of(newest_), .until = demo::first_day_of(newest_ + 1), .amount = 500'000, .code = {},
                                  .unit = demo::credit_code_of(static_cast<uint32_t>(citizen.index % 1'000), "91"), .batch = 1};
            demo::append_rows("social_insurance", demo::Population::number_of(citizen), {&paid, 1}, file);
        });
        fmt::print("{} rows came late\n", hand_over("social_insurance", file));
    }

  private:
    static seal::Seal open_seal(const std::string& file) {
        if (!std::filesystem::exists(file)) seal::Seal::create_key_file(file);
        return seal::Seal::open(file, seal::Suite::aes_gcm);
    }

    int64_t hand_over(std::string_view source, const std::string& file) {
        const auto done = determination::import_file(*db_, seal_, reference_, *sources_.find(source), {.path = {}, .text = file},
                                                     {.actor = party::system_actor(), .clock = &clock_, .file_name = std::string(source) + ".csv", .given_by = {}, .purpose = {}});
        expect(done.has_value() && done->counts.refused == 0, "every row is taken");
        return done->counts.taken;
    }

    /// Everybody with a phone of one's own, and what the register would have heard of each.
    void register_people() {
        const auto words = determination::make_dictionary(reference_);
        const Date today = clock_.now().date();
        std::vector<demo::Citizen> waiting;
        std::vector<determination::Stretch> spells;
        const auto flush = [&] {
            db_->write([&](store::Transaction& tx) {
                party::Context at{actor_, clock_.now(), tx, seal_, reference_};
                for (const auto& citizen : waiting) {
                    const auto id = party::register_person(at, {.name = "量度", .document_type = reference::DocumentType::resident_id, .document_number = demo::Population::number_of(citizen),
                                                                .area = fmt::format("{:09}", citizen.township), .phone = fmt::format("12{:09}", citizen.index)});
                    expect(id.has_value(), "an invented person can be registered");
                    spells.clear();
                    bench::spells_of(citizen, today, words, spells);
                    for (size_t i = spells.size() > 3 ? spells.size() - 3 : 0; i < spells.size(); ++i) keep(at, citizen, *id, spells[i]);
                }
            });
            waiting.clear();
        };
        population_.for_each(0, people_, [&](const demo::Citizen& citizen) {
            waiting.push_back(citizen);
            if (waiting.size() == chunk) flush();
        });
        flush();
    }

    void keep(party::Context& at, const demo::Citizen& citizen, party::PersonId person, const determination::Stretch& stretch) {
        std::optional<party::EmployerId> employer;
        if (stretch.kind == status::Kind::employed) employer = employer_of(at, citizen, citizen.runs.at(demo::month_of(stretch.from))->employer);
        const auto id = status::open_spell(at, {.person = person, .kind = stretch.kind, .employer = employer, .from = stretch.from, .until = stretch.until, .details = {}, .case_number = {}, .source = "import"});
        expect(id.has_value(), "a spell can be opened");
    }

    party::EmployerId employer_of(party::Context& at, const demo::Citizen& citizen, uint32_t number) {
        if (const auto known = employers_.find(number); known != employers_.end()) return known->second;
        const auto id = party::register_employer(at, {demo::credit_code_of(number, "91"), fmt::format("量度第{}厂", number), party::EmployerKind::enterprise,
                                                      population_.census().counties[citizen.county].code, ""});
        expect(id.has_value(), "an invented employer can be registered");
        return employers_[number] = *id;
    }

    uint64_t people_;
    SystemClock clock_;
    reference::Reference reference_ = std::move(*reference::Reference::load(catalog_dir));
    seal::Seal seal_;
    std::unique_ptr<store::Database> db_;
    demo::Population population_;
    demo::Month newest_;
    determination::Sources sources_;
    party::Actor actor_ = party::system_actor();
    std::unordered_map<uint32_t, party::EmployerId> employers_;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 6) return fmt::print(stderr, "see the head of bench/fill_population.cpp\n"), 2;
    Filler filler(argv[2], argv[3], std::stoull(argv[4]));
    if (argv[1] == std::string("all"))
        filler.everything(std::stoi(argv[5]));
    else
        filler.late(std::stoull(argv[5]));
    return 0;
}
