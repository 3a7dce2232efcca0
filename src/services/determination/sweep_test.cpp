#include "services/determination/sweep.hpp"

#include "records/fact/undo.hpp"
#include "services/determination/answer.hpp"
#include "services/determination/sweeper.hpp"
#include "services/determination/test/province.hpp"

using namespace leye;
using namespace leye::determination;
using namespace leye::determination::test;

TEST_CASE("who is insured by an employer is registered as employed and told; a second sweep changes nothing (18.3, 15.3)") {
    everywhere([](Province& p) {
        const auto hired = p.person();
        p.insure(hired, "2026-03-01", 8);
        p.hand_over();
        const auto first = p.sweep();
        CHECK(first.state == SweepState::done);
        CHECK(count_of(first, "employment_status.applied") == 1);
        CHECK(p.world.told(hired) == "employed 2026-03-01..");
        CHECK(p.messages("单位每月为您缴社保") == 1);
        const auto finding = p.found(hired, "employment_status");
        REQUIRE(finding);
        CHECK(finding->reason == "insured_by_employer");
        CHECK(finding->facts.at("insured_employee_since") == "2026-03-01");

        const auto second = p.sweep();
        CHECK(second.counts.empty());
        CHECK(p.messages("") == 1);
    });
}

TEST_CASE("whose insurance stopped is ended and registered as out of work from the month after, with both times kept (18.3)") {
    everywhere([](Province& p) {
        const auto lost = p.person();
        p.world.employ(lost, "2024-02-01");
        p.insure(lost, "2024-02-01", 29);  // to June 2026
        p.crowd();
        p.hand_over();
        const Instant before = p.world.place.clock.now();
        const auto swept = p.sweep();
        CHECK(p.world.told(lost) == "employed 2024-02-01..2026-07-01, unemployed 2026-07-01..");
        CHECK(p.world.told(lost, before) == "employed 2024-02-01..");
        CHECK(count_of(swept, "employment_status.applied") >= 1);
    });
}

TEST_CASE("with a third of a month missing no spell is closed: silence is not unemployment (18.3)") {
    everywhere([](Province& p) {
        const auto lost = p.person();
        p.world.employ(lost, "2024-02-01");
        p.insure(lost, "2024-02-01", 29);
        std::vector<party::Actor> late;
        for (int i = 0; i < 21; ++i) {
            const auto one = p.person();
            p.insure(one, "2026-09-01", i % 3 ? 2 : 1);
            if (i % 3 == 0) late.push_back(one);
        }
        p.hand_over();
        p.sweep();
        CHECK(p.world.told(lost) == "employed 2024-02-01..");
        CHECK_FALSE(p.found(lost, "employment_status"));
        // The rest arrives: now it means something.
        for (const auto& one : late) p.insure(one, "2026-10-01", 1);
        p.hand_over();
        p.sweep();
        CHECK(p.world.told(lost) == "employed 2024-02-01..2026-07-01, unemployed 2026-07-01..");
    });
}

TEST_CASE("who moved from one employer to the next without a break is employed there since the move") {
    everywhere([](Province& p) {
        const auto moved = p.person();
        p.world.unit("91370102MA3C0000X4", "济南另一家有限公司");
        p.insure(moved, "2026-01-01", 6, "91370102MA3C0000X4");
        p.insure(moved, "2026-07-01", 4);
        p.hand_over();
        p.sweep();
        CHECK(p.world.told(moved) == "employed 2026-07-01..");
    });
}

TEST_CASE("an employer that nobody knows leaves the change to an officer") {
    everywhere([](Province& p) {
        const auto hired = p.person();
        p.insure(hired, "2026-03-01", 8, "91370102MA99999993");
        p.hand_over();
        p.sweep();
        const auto finding = p.found(hired, "employment_status");
        REQUIRE(finding);
        CHECK(finding->state == FindingState::review);
        CHECK(finding->note == "employer_unknown");
        CHECK(p.world.told(hired) == "");
    });
}

TEST_CASE("a household where nobody works is found, its days are counted, and one member's work clears it (8.2)") {
    everywhere([](Province& p) {
        const auto mother = p.person("19850301"), father = p.person("19830710"), child = p.person("20150101");
        for (const auto& who : {mother, father, child}) p.tell(who, fact::Kind::household, "2016-01-01", {}, "H370102-17");
        p.crowd();
        p.hand_over("household");
        const auto first = p.sweep();
        REQUIRE(p.found(mother, "zero_employment_household"));
        CHECK(p.found(mother, "zero_employment_household")->household == p.found(father, "zero_employment_household")->household);
        CHECK(p.found(mother, "zero_employment_household")->since == day("2026-11-23"));

        p.world.place.clock.advance_ms(3 * 86'400'000);
        p.insure(father, "2026-10-01", 1);
        p.hand_over();
        const auto second = p.sweep();
        CHECK_FALSE(p.found(mother, "zero_employment_household"));
        CHECK(count_of(second, "zero_employment_household.ended") == count_of(first, "zero_employment_household.standing"));
        const auto all = p.world.place.read([&](store::Connection& c) { return list_findings_of(c, test_seal(), mother.person); });
        const auto ended = std::ranges::find(all, "zero_employment_household", &Finding::determination);
        REQUIRE(ended != all.end());
        CHECK(ended->ended_sweep == second.number);
    });
}

TEST_CASE("who becomes entitled is offered it and can take it with one tap; who no longer is, is told (15.3)") {
    everywhere([](Province& p) {
        const auto poor = p.poor_without_work();
        const auto offered = p.found(poor, "hardship_recognition");
        REQUIRE(offered);
        CHECK(offered->state == FindingState::offered);
        CHECK(p.messages("您可以享受就业困难人员认定") == 1);
        REQUIRE(p.world.place.act(poor, [&](party::Context& at) { return accept_offer(at, offered->id); }));
        CHECK(p.found(poor, "hardship_recognition")->state == FindingState::accepted);

        p.insure(poor, "2026-10-01", 1);
        p.hand_over();
        p.sweep();  // employed now: the registration ends, and with it the ground
        CHECK_FALSE(p.found(poor, "hardship_recognition"));
        CHECK(p.messages("您不再符合就业困难人员认定的条件") == 1);
    });
}

TEST_CASE("what a sweep tells the register is seen by every determination before it ends, so that the next one finds nothing (18.3)") {
    everywhere([](Province& p) {
        const auto poor = p.person(), other = p.person();
        p.world.employ(poor, "2024-02-01");
        p.insure(poor, "2024-02-01", 29);  // to June 2026
        p.tell(poor, fact::Kind::minimum_allowance, "2026-01-01");
        p.insure(other, "2026-03-01", 8);
        p.crowd();
        p.hand_over();
        // The first pass registers the loss of work; only then is there somebody out of work to be recognised.
        const auto first = p.sweep();
        CHECK(p.world.told(poor) == "employed 2024-02-01..2026-07-01, unemployed 2026-07-01..");
        REQUIRE(p.found(poor, "hardship_recognition"));
        CHECK(p.found(poor, "hardship_recognition")->sweep == first.number);
        CHECK(p.messages("您可以享受就业困难人员认定") == 1);
        CHECK(first.round == 1);
        CHECK(first.is_settled());
        CHECK(first.people == 12);
        const auto sent = p.messages("");
        CHECK(p.sweep({}, Scope::changed).counts.empty());
        const auto again = p.sweep();
        CHECK(again.counts.empty());
        CHECK(again.round == 0);
        CHECK(again.is_settled());
        CHECK(p.messages("") == sent);
        // Everybody's snapshot stays, for rules that are tried; those of the rounds are gone.
        int files = 0;
        for (const auto& entry : std::filesystem::directory_iterator(p.folder)) files += entry.path().filename().string().find("round") != std::string::npos;
        CHECK(files == 0);
        CHECK(Snapshot::open(snapshot_file(p.folder.string(), first.number)).head().people == first.people);
    });
}

TEST_CASE("how much of a sweep is done only grows, and one whose last round changed the register is not settled") {
    Sweep s;
    double before = -1;
    for (s.round = 0; s.round <= sweep_rounds_max; ++s.round)
        for (const auto& [gathered, judged] : {std::pair(0.1, 0.0), {1.0, 0.0}, {1.0, 0.5}, {1.0, 1.0}}) {
            CHECK(s.share(gathered, judged) > before);
            before = s.share(gathered, judged);
        }
    CHECK(before == doctest::Approx(1));
    s.state = SweepState::done;
    s.counts = {{"employment_status.applied", 3}, {"employment_status.review", 2}, {"startup_loan.offered", 5}};
    CHECK_FALSE(s.is_settled());
    s.applied_before = 3;
    CHECK(s.is_settled());
    s.state = SweepState::paused;
    CHECK_FALSE(s.is_settled());
}

TEST_CASE("a sweep of those alone who changed finds what a whole one would, looking at them and who lives with them (18.3)") {
    everywhere([](Province& p) {
        const auto begin = [&](Date on) { return p.world.place.act([&](party::Context& at) { return begin_sweep(at, on, Scope::changed); }); };
        CHECK(begin(day("2026-11-23")).error().code == "sweep_none_before");
        const auto mother = p.person("19850301"), father = p.person("19830710"), other = p.person(), leaver = p.person();
        for (const auto& who : {mother, father}) p.tell(who, fact::Kind::household, "2016-01-01", {}, "H370102-18");
        p.crowd();
        p.insure(leaver, "2026-09-01", 2);
        const auto batch = p.hand_over();
        p.sweep();
        REQUIRE(p.found(mother, "zero_employment_household"));
        CHECK(p.sweep({}, Scope::changed).counts.empty());

        p.insure(father, "2026-10-01", 1);
        p.hand_over();
        const auto second = p.sweep({}, Scope::changed);
        CHECK(second.people == 2);
        CHECK(p.world.told(father) == "employed 2026-10-01..");
        CHECK_FALSE(p.found(mother, "zero_employment_household"));
        CHECK(count_of(second, "zero_employment_household.ended") == 2);

        // A spell that somebody registered at the counter, and a batch that is taken back, are changes too.
        p.world.employ(other, "2026-11-01");
        CHECK(p.sweep({}, Scope::changed).people == 3);  // and the father, whose spell the sweep before opened, with the mother
        p.world.place.clock.advance_ms(1000);
        REQUIRE(fact::undo_batch(*p.world.place.db, test_seal(), reference_data(), party::system_actor(), batch, "给错了文件", p.world.place.clock));
        const auto third = p.sweep({}, Scope::changed);
        CHECK(third.people >= 13);
        CHECK(p.sweep().counts.empty());
        CHECK(begin(day("2026-11-24")).error().code == "sweep_none_before");
    });
}

TEST_CASE("a roster is filled and left by facts, and each talk with somebody on it is noted by an officer of the place (20.1)") {
    everywhere([](Province& p) {
        const auto graduate = p.person("20030901");
        p.tell(graduate, fact::Kind::graduation, "2026-06-30", {}, "bachelor");
        p.crowd();
        p.hand_over("education");
        p.sweep();
        const auto listed = p.found(graduate, "graduate_roster");
        REQUIRE(listed);
        CHECK(listed->outcome == "listed");
        CHECK(listed->area == "370102001");
        const auto officer = p.world.officer("zhou.min", {"window"});
        const auto note = [&](std::string_view channel, std::string_view text) {
            return p.world.place.act(officer, [&](party::Context& at) { return note_contact(at, listed->id, channel, text); });
        };
        CHECK(note("phone", "短").error().code == "finding_note_missing");
        CHECK(note("pigeon", "想先考公务员").error().code == "option_unknown");
        CHECK(*note("phone", "想先考公务员，半年后再联系") == 1);
        CHECK(*note("window", "来过，给了见习岗位名单") == 2);
        auto far = officer;
        far.area = "371302";
        CHECK(p.world.place.act(far, [&](party::Context& at) { return note_contact(at, listed->id, "phone", "不归我管的人"); }).error().code == "duty_other_area");
        const auto talks = p.world.place.read([&](store::Connection& c) { return list_contacts(c, listed->id); });
        REQUIRE(talks.size() == 2);
        CHECK(talks[1].note == "来过，给了见习岗位名单");
        const auto by_street = p.world.place.read([&](store::Connection& c) { return count_findings(c, "370102"); });
        CHECK(std::ranges::any_of(by_street, [](const FindingCount& n) { return n.determination == "graduate_roster" && n.place == "370102001" && n.n == 1; }));

        p.insure(graduate, "2026-10-01", 1);
        p.hand_over();
        p.sweep();
        CHECK_FALSE(p.found(graduate, "graduate_roster"));
    });
}

TEST_CASE("a sweep that is stopped again and again comes to the same as one that is not, and nobody is told twice (18.3)") {
    std::string undisturbed, disturbed;
    size_t messages = 0;
    const auto fill = [](Province& p) {
        std::vector<party::Actor> all;
        for (int i = 0; i < 450; ++i) {
            all.push_back(p.person("19" + std::to_string(70 + i % 25) + "0" + std::to_string(1 + i % 9) + "15"));
            p.insure(all.back(), "2026-03-01", i % 2 ? 8 : 3);
            if (i % 2) continue;
            // Out of work since June: recognised in the round behind the first pass.
            p.world.employ(all.back(), "2026-03-01");
            p.tell(all.back(), fact::Kind::minimum_allowance, "2026-01-01");
        }
        p.hand_over();
        return all;
    };
    // Files are opened anew in each place, so that only what does not name them can be compared.
    const auto without_ids = [](const std::string& text) {
        std::vector<std::string> people;
        std::istringstream in(text);
        for (std::string line; std::getline(in, line);)
            if (line.starts_with("person "))
                people.emplace_back();
            else
                people.back() += line + "\n";
        std::string out;
        for (const auto& one : people) out += one + "--\n";
        return out;
    };
    enum class Stops { none, many, many_and_files_lost, many_and_files_cut };
    const auto run = [&](Stops how, std::string& into) {
        static const std::vector<std::span<const store::Migration>> modules{journal::schema(), party::schema(), status::schema(), fact::schema(), casework::schema(), determination::schema()};
        bool first = true;
        party::test::everywhere(modules, [&](party::test::Place& place) {
            if (!std::exchange(first, false)) return;
            World world{place};
            Province p(world);
            fill(p);
            int stops = 0, stops_in_round = 0;
            while (how != Stops::none) {
                std::stop_source stop;
                const auto paused = p.sweep({stop.get_token(), [&, n = 0](int64_t, int64_t) mutable {
                                                 if (++n == 1 + stops % 3) stop.request_stop();
                                             }});
                if (paused.state == SweepState::done) break;
                CHECK(paused.state == SweepState::paused);
                ++stops;
                stops_in_round += paused.round > 0;
                if (how == Stops::many_and_files_lost) std::filesystem::remove_all(p.folder);
                if (how == Stops::many_and_files_cut && std::filesystem::exists(p.folder))
                    for (const auto& entry : std::filesystem::directory_iterator(p.folder)) std::filesystem::resize_file(entry, std::filesystem::file_size(entry) / 2);
            }
            CHECK((stops >= 4) == (how != Stops::none));
            CHECK((stops_in_round >= 1) == (how != Stops::none));
            const Sweep done = how == Stops::none ? p.sweep() : *p.world.place.read([](store::Connection& c) { return find_sweep(c, 1); });
            CHECK(done.is_settled());
            CHECK(done.round == 1);
            CHECK(count_of(done, "hardship_recognition.offered") == 225);
            into = without_ids(p.result());
            const size_t sent = p.world.letters.sent.size();
            if (messages == 0) messages = sent;
            CHECK(sent == messages);
        });
    };
    run(Stops::none, undisturbed);
    for (const auto how : {Stops::many, Stops::many_and_files_lost, Stops::many_and_files_cut}) {
        run(how, disturbed);
        CHECK(undisturbed == disturbed);
    }
    CHECK(undisturbed.size() > 10'000);
}

TEST_CASE("a sweep that somebody paused stops wherever it is worked on, stays so until it is run again, and loses nothing") {
    everywhere([](Province& p) {
        const auto hired = p.person();
        p.insure(hired, "2026-03-01", 8);
        p.hand_over();
        const auto number = p.world.place.act([&](party::Context& at) { return begin_sweep(at, day("2026-11-23")); });
        const auto pause = [&](int64_t n) { return p.world.place.act([&](party::Context& at) { return pause_sweep(at, n); }); };
        bool first = true;
        const auto stopped = run_sweep(p.parts, *number, {{}, [&](int64_t, int64_t) {
                                                              if (std::exchange(first, false)) REQUIRE(pause(*number));
                                                          }});
        REQUIRE_FALSE(stopped);
        CHECK(stopped.error().code == "sweep_held");
        const auto now = [&] { return *p.world.place.read([&](store::Connection& c) { return find_sweep(c, *number); }); };
        CHECK(now().is_paused_by_hand());
        CHECK(p.world.told(hired) == "");
        REQUIRE(pause(*number));
        // A server that starts leaves it alone; whoever says go on has it run.
        {
            Sweeper sweeper(p.parts, std::nullopt);
            sweeper.wait_until_idle();
            CHECK(now().is_paused_by_hand());
            REQUIRE(sweeper.resume(party::system_actor(), *number));
            sweeper.wait_until_idle();
        }
        CHECK(now().state == SweepState::done);
        CHECK(p.world.told(hired) == "employed 2026-03-01..");
        CHECK(pause(*number).error().code == "sweep_over");
        CHECK(pause(99).error().code == "sweep_unknown");
    });
}

TEST_CASE("a sweep is held by one; another one takes it over and the first can write no more; two are never under way") {
    everywhere([](Province& p) {
        p.crowd();
        p.hand_over();
        const auto begin = [&] { return p.world.place.act([&](party::Context& at) { return begin_sweep(at, day("2026-11-23")); }); };
        const auto number = begin();
        REQUIRE(number);
        CHECK(begin().error().code == "sweep_running");
        bool first = true;
        const auto lost = run_sweep(p.parts, *number, {{}, [&](int64_t, int64_t) {
                                                           if (!std::exchange(first, false)) return;
                                                           CHECK(run_sweep(p.parts, *number).error().code == "sweep_held");
                                                           const auto taken = run_sweep(p.parts, *number, {}, true);
                                                           REQUIRE(taken);
                                                           CHECK(taken->state == SweepState::done);
                                                       }});
        REQUIRE_FALSE(lost);
        CHECK(lost.error().code == "sweep_held");
        CHECK(run_sweep(p.parts, *number).error().code == "sweep_over");
        CHECK(run_sweep(p.parts, 99).error().code == "sweep_unknown");
    });
}
