// Made by tools/api.mjs from what `leye openapi` prints. Do not edit: change the program and run `npm run api`.
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Action: {
            /** @enum {string} */
            act: "submit" | "commit" | "take" | "ask_correction" | "correct" | "decide" | "answer" | "check" | "evaluate" | "object" | "withdraw" | "contact";
            act_name: components["schemas"]["Words"];
            agency?: string;
            /** Format: date-time */
            at: string;
            by: string;
            /** @enum {string} */
            by_kind: "person" | "handler" | "staff" | "system" | "nobody";
            channel: string;
            note?: string;
            reason?: components["schemas"]["ActionReason"];
            seq: number;
        };
        ActionReason: {
            outcome: string;
            reason_code: string;
            sentence: components["schemas"]["Words"];
        };
        ActsFor: {
            employer_id: string;
            name: string;
            /** @enum {string} */
            standing: "asked" | "unchecked" | "confirmed";
            uscc: string;
        };
        Advice: {
            agency: string;
            answer: string;
            /** Format: date */
            answered_on: string;
            clauses: string[];
            id: string;
            question: string;
            topic: string;
        };
        AdvicePage: {
            next_cursor?: string;
            rows: components["schemas"]["Advice"][];
        };
        Affected: {
            after: string;
            after_sentence: components["schemas"]["Words"];
            age?: number;
            amount_after?: components["schemas"]["Amount"];
            amount_before?: components["schemas"]["Amount"];
            area_name: string;
            before: string;
            before_sentence: components["schemas"]["Words"];
            facts: components["schemas"]["Fact"][];
            number: number;
            sex?: string;
        };
        AffectedPage: {
            next_cursor?: string;
            rows: components["schemas"]["Affected"][];
        };
        AgencyChange: {
            active?: boolean;
            address: string;
            area: string;
            hours: string;
            /** @enum {string} */
            level: "province" | "city" | "county" | "township" | "village";
            name: string;
            parent?: string;
            phone: string;
        };
        AgencyGrades: {
            agency: string;
            mean: number;
            total: number;
        };
        AgencyPage: {
            next_cursor?: string;
            rows: components["schemas"]["AgencyRow"][];
        };
        AgencyRow: {
            address: string;
            area: string;
            area_name: string;
            hours: string;
            id: string;
            /** @enum {string} */
            level: "province" | "city" | "county" | "township" | "village";
            name: string;
            parent?: string;
            phone: string;
        };
        Amount: {
            months?: number;
            /** @enum {string} */
            per: "once" | "month" | "loan";
            yuan: number;
        };
        AnnexService: {
            annex: number;
            items: components["schemas"]["ItemSummary"][];
            name: components["schemas"]["Words"];
            summary: components["schemas"]["Words"];
        };
        AreaRow: {
            code: string;
            full_name: string;
            level: number;
            name: string;
            successor?: string;
            /** Format: date */
            until?: string;
        };
        AskedDay: {
            known_now: components["schemas"]["StatusNow"];
            known_then: components["schemas"]["StatusNow"];
            /** Format: date */
            on: string;
            spells: components["schemas"]["Spell"][];
        };
        AskedFact: {
            /** @enum {string} */
            group: "self" | "work" | "business" | "school" | "household" | "paid";
            label: components["schemas"]["Words"];
            name: string;
            options: components["schemas"]["Option"][];
            shown: components["schemas"]["Words"];
            source: components["schemas"]["Words"];
            /** @enum {string} */
            type: "date" | "boolean" | "number" | "string";
            value: unknown;
        };
        BatchTotal: {
            batch: number;
            content: string;
            given_by: string;
            known: number;
            /** Format: date-time */
            received_at: string;
            refused: number;
            replaced: number;
            retracted: number;
            rows: number;
            taken: number;
            undone: boolean;
        };
        Because: {
            clause: string;
            code: string;
            name: components["schemas"]["Words"];
            sentence: components["schemas"]["Words"];
        };
        Case: {
            actions: components["schemas"]["Action"][];
            area?: string;
            area_name?: string;
            assigned_to?: string;
            certificate?: components["schemas"]["CertificateLink"];
            /** @enum {string} */
            channel: "web" | "phone" | "window" | "hotline" | "kiosk" | "import";
            clock: components["schemas"]["Clock"];
            commitment?: components["schemas"]["Commitment"];
            commitment_offer?: components["schemas"]["Words"];
            employer_id?: string;
            employer_name?: string;
            etag: string;
            evaluation?: components["schemas"]["Evaluation"];
            finding?: string;
            item: string;
            item_name: components["schemas"]["Words"];
            item_version: number;
            missing: components["schemas"]["Missing"][];
            next: ("commit" | "take" | "ask_correction" | "correct" | "decide" | "answer" | "check" | "evaluate" | "object" | "withdraw" | "contact")[];
            number: string;
            opens: components["schemas"]["Opens"][];
            outcome?: string;
            person_id?: string;
            person_name?: string;
            /** Format: date */
            promised_on: string;
            query_code?: string;
            question?: string;
            reason?: components["schemas"]["Reason"];
            refusal_codes: components["schemas"]["Option"][];
            settlement_codes: components["schemas"]["Option"][];
            shown_values: components["schemas"]["Labelled"][];
            /** @enum {string} */
            state: "accepted" | "awaiting_correction" | "settled" | "refused" | "withdrawn" | "objected";
            state_name: components["schemas"]["Words"];
            /** Format: date-time */
            submitted_at: string;
            values: {
                [key: string]: unknown;
            };
            version: number;
            what_next: components["schemas"]["WhatNext"];
        };
        CasePage: {
            next_cursor?: string;
            rows: components["schemas"]["CaseSummary"][];
            total?: number;
        };
        CaseSummary: {
            area?: string;
            area_name?: string;
            assigned_to?: string;
            /** @enum {string} */
            channel: "web" | "phone" | "window" | "hotline" | "kiosk" | "import";
            clock: components["schemas"]["Clock"];
            employer_name?: string;
            item: string;
            item_name: components["schemas"]["Words"];
            number: string;
            outcome?: string;
            person_name?: string;
            /** Format: date */
            promised_on: string;
            question?: string;
            /** @enum {string} */
            state: "accepted" | "awaiting_correction" | "settled" | "refused" | "withdrawn" | "objected";
            state_name: components["schemas"]["Words"];
            /** Format: date-time */
            submitted_at: string;
            version: number;
        };
        CertificateCheck: {
            code: string;
            holder: string;
            /** Format: date */
            issued_on: string;
            /** Format: date */
            revoked_on?: string;
            statement: components["schemas"]["Words"];
            title: components["schemas"]["Words"];
            valid: boolean;
        };
        CertificateLink: {
            code: string;
            pdf_url: string;
            verify_url: string;
        };
        Check: {
            case_number: string;
            /** Format: date */
            due_on: string;
            /** Format: date-time */
            given_at: string;
            item_name: components["schemas"]["Words"];
            overdue: boolean;
            person_name: string;
            promise: components["schemas"]["Words"];
            /** @enum {string} */
            state: "open" | "kept" | "broken" | "dropped";
        };
        CheckPage: {
            next_cursor?: string;
            rows: components["schemas"]["Check"][];
        };
        CityTotal: {
            city: string;
            people: number;
            people_before: number;
        };
        Clock: {
            days_left: number;
            /** Format: date */
            due_on: string;
            overdue: boolean;
            /** @enum {string} */
            state: "running" | "stopped" | "ended";
            /** @enum {string} */
            unit: "working" | "natural";
            words: components["schemas"]["Words"];
        };
        CodeSent: {
            resend_after_s: number;
        };
        Commitment: {
            /** Format: date */
            check_due_on: string;
            /** Format: date-time */
            given_at: string;
            /** @enum {string} */
            state: "open" | "kept" | "broken" | "dropped";
            text: components["schemas"]["Words"];
        };
        CommitmentTerms: {
            check_days: number;
            /** @enum {string} */
            check_unit: "working" | "natural";
            text: components["schemas"]["Words"];
        };
        Contact: {
            area_name: string;
            case_number: string;
            /** Format: date */
            due_on: string;
            item_name: components["schemas"]["Words"];
            needs: string[];
            overdue: boolean;
            person_name: string;
        };
        ContactPage: {
            next_cursor?: string;
            rows: components["schemas"]["Contact"][];
        };
        Counted: {
            cities?: components["schemas"]["ShareTotal"][];
        };
        DeskFinding: {
            amount?: components["schemas"]["Amount"];
            area_name: string;
            case_number?: string;
            change?: components["schemas"]["Words"];
            clause: string;
            contacts: number;
            days: number;
            determination: string;
            /** Format: date-time */
            ended_at?: string;
            facts: components["schemas"]["Fact"][];
            /** Format: date-time */
            found_at: string;
            household?: string;
            id: string;
            item?: string;
            /** @enum {string} */
            kind: "status" | "household" | "entitlement" | "roster" | "sign";
            /** Format: date-time */
            last_contact_at?: string;
            name: components["schemas"]["Words"];
            next: ("accept" | "decline" | "object" | "decide")[];
            note?: string;
            outcome: string;
            person_id: string;
            person_name: string;
            reason_code: string;
            rule: number;
            sentence: components["schemas"]["Words"];
            /** Format: date */
            since: string;
            /** @enum {string} */
            state: "standing" | "applied" | "offered" | "accepted" | "declined" | "review" | "confirmed" | "dismissed" | "objected" | "reversed";
            state_name: components["schemas"]["Words"];
            table: string;
            table_version: string;
        };
        DeskFindingPage: {
            next_cursor?: string;
            rows: components["schemas"]["DeskFinding"][];
        };
        DeskSummary: {
            advice_open: number;
            awaiting_correction: number;
            checks_due: number;
            contacts_due: number;
            due_today: number;
            objections: number;
            open: number;
            overdue: number;
        };
        Determination: {
            after: string[];
            clauses: string[];
            code: string;
            kept: boolean;
            /** @enum {string} */
            kind: "status" | "household" | "entitlement" | "roster" | "sign";
            law: string[];
            name: components["schemas"]["Words"];
            rules: number;
            settings: components["schemas"]["DeterminationSetting"][];
            summary: components["schemas"]["Words"];
            table: string;
            table_version: string;
            version: number;
        };
        Determinations: {
            rows: components["schemas"]["Determination"][];
        };
        DeterminationSetting: {
            /** Format: date */
            from: string;
            is_days: boolean;
            label: components["schemas"]["Words"];
            mark: string;
            name: string;
            source: string;
            value: number;
        };
        Document: {
            /** Format: date */
            added_on: string;
            masked: string;
            /** @enum {string} */
            type: "resident_id" | "social_security_card" | "hmt_residence" | "hm_travel_permit" | "tw_travel_permit";
        };
        Draft: {
            values: {
                [key: string]: unknown;
            };
        };
        EmployerFile: {
            address?: string;
            area: string;
            area_name: string;
            id: string;
            kind: string;
            kind_name: components["schemas"]["Words"];
            labelled?: components["schemas"]["Words"];
            name: string;
            open_employments: number;
            uscc: string;
        };
        EmployerHit: {
            area_name: string;
            id: string;
            name: string;
            uscc: string;
        };
        Employment: {
            case_number?: string;
            contract_kind?: string;
            document_masked: string;
            /** Format: date */
            from: string;
            late_days: number;
            person_name: string;
            spell_id: string;
            /** Format: date */
            until?: string;
        };
        EmploymentPage: {
            next_cursor?: string;
            rows: components["schemas"]["Employment"][];
        };
        Entitlement: {
            amount?: components["schemas"]["Amount"];
            because: components["schemas"]["Because"][];
            change?: components["schemas"]["Words"];
            clause: string;
            code: string;
            facts: components["schemas"]["SaidFact"][];
            law: string[];
            missing: components["schemas"]["NamedFact"][];
            name: components["schemas"]["Words"];
            reason_code: string;
            rule: number;
            sentence: components["schemas"]["Words"];
            /** @enum {string} */
            standing: "granted" | "near" | "review" | "no";
            starts?: components["schemas"]["Starts"];
            summary: components["schemas"]["Words"];
            table: string;
            table_version: string;
            ways: components["schemas"]["Way"][];
        };
        Entitlements: {
            facts: components["schemas"]["AskedFact"][];
            policies: components["schemas"]["Entitlement"][];
            /** Format: date */
            today: string;
        };
        Evaluation: {
            /** Format: date-time */
            at: string;
            comment?: string;
            /** @enum {integer} */
            grade: 1 | 2 | 3 | 4 | 5;
        };
        EvaluationRow: {
            /** Format: date-time */
            at: string;
            case_number: string;
            comment: string;
            grade: number;
            item_name: components["schemas"]["Words"];
        };
        Evaluations: {
            by_agency: components["schemas"]["AgencyGrades"][];
            by_grade: number[];
            next_cursor?: string;
            rows: components["schemas"]["EvaluationRow"][];
            total: number;
        };
        Fact: {
            label: components["schemas"]["Words"];
            /** Format: date */
            learnt_on?: string;
            name: string;
            shown: string;
            source: components["schemas"]["Words"];
            value: string;
        };
        FactBatch: {
            content_hash: string;
            counts: components["schemas"]["FactCounts"];
            /** Format: date-time */
            done_at?: string;
            file_name: string;
            /** Format: date */
            from_month?: string;
            given_by: string;
            number: number;
            purpose: string;
            reason: string;
            /** Format: date-time */
            received_at: string;
            received_by: string;
            source: string;
            source_name: components["schemas"]["Words"];
            /** @enum {string} */
            state: "loading" | "done" | "broken";
            undoes?: number;
            undone_by?: number;
            /** Format: date */
            until_month?: string;
        };
        FactBatchPage: {
            next_cursor?: string;
            rows: components["schemas"]["FactBatch"][];
        };
        FactCounts: {
            known: number;
            refused: number;
            replaced: number;
            retracted: number;
            rows: number;
            taken: number;
        };
        FactFileColumn: {
            column?: string;
            label?: components["schemas"]["Words"];
            title: string;
        };
        FactFileRow: {
            cells: string[];
            code: string;
            detail: components["schemas"]["Words"];
            line: number;
        };
        FactImport: {
            given_by?: string;
            purpose?: string;
        };
        FactPreview: {
            bytes: number;
            checked: number;
            columns: components["schemas"]["FactFileColumn"][];
            /** @enum {string} */
            encoding: "UTF-8" | "GB18030";
            /** @enum {string} */
            form: "csv" | "ndjson";
            known_batch?: number;
            lines: number;
            /** @enum {string} */
            packing: "none" | "gz" | "zst";
            rows: components["schemas"]["FactFileRow"][];
            said: components["schemas"]["FactSaid"][];
        };
        FactRefusal: {
            code: string;
            detail: components["schemas"]["Words"];
            next: components["schemas"]["Words"];
        };
        FactSaid: {
            code: string;
            detail: components["schemas"]["Words"];
            rows: number;
        };
        FactSource: {
            code: string;
            columns: components["schemas"]["FactSourceColumn"][];
            /** @enum {string} */
            every: "month" | "quarter" | "year" | "seldom";
            given_by: components["schemas"]["Words"];
            late: boolean;
            law: string[];
            /** Format: date */
            month?: string;
            name: components["schemas"]["Words"];
            newest?: components["schemas"]["FactBatch"];
            purpose: components["schemas"]["Words"];
        };
        FactSourceColumn: {
            label: components["schemas"]["Words"];
            name: string;
            required: boolean;
            type: string;
        };
        FactSources: {
            rows: components["schemas"]["FactSource"][];
        };
        FactTask: {
            /** Format: date-time */
            asked_at: string;
            batch?: number;
            counts?: components["schemas"]["FactCounts"];
            done: number;
            file_name: string;
            id: string;
            /** @enum {string} */
            kind: "import" | "redo" | "undo";
            known_before: boolean;
            of_batch?: number;
            preview?: components["schemas"]["FactPreview"];
            refusal?: components["schemas"]["FactRefusal"];
            seconds_left?: number;
            source: string;
            source_name: components["schemas"]["Words"];
            /** @enum {string} */
            stage: "looking" | "people" | "reading" | "facts";
            /** @enum {string} */
            state: "looked" | "waiting" | "running" | "done" | "refused" | "failed";
            total: number;
        };
        FactTasks: {
            rows: components["schemas"]["FactTask"][];
        };
        FactUndo: {
            reason: string;
        };
        Fairness: {
            compared: number;
            differing: number;
            local: number;
            local_wanted: number;
            other: number;
            other_wanted: number;
        };
        Field: {
            fixed?: boolean;
            hint: components["schemas"]["Words"];
            known_from?: string;
            label: components["schemas"]["Words"];
            length_max: number;
            name: string;
            options: components["schemas"]["Option"][];
            required: boolean;
            shown_if?: components["schemas"]["ShownIf"];
            /** @enum {string} */
            type: "text" | "long_text" | "date" | "choice" | "choices" | "boolean" | "area" | "phone" | "document_type" | "document_number" | "uscc" | "integer" | "name";
        };
        FieldSentence: {
            field: string;
            sentence: string;
        };
        Finding: {
            amount?: components["schemas"]["Amount"];
            case_number?: string;
            change?: components["schemas"]["Words"];
            clause: string;
            determination: string;
            /** Format: date-time */
            ended_at?: string;
            facts: components["schemas"]["Fact"][];
            /** Format: date-time */
            found_at: string;
            id: string;
            item?: string;
            /** @enum {string} */
            kind: "status" | "household" | "entitlement" | "roster" | "sign";
            name: components["schemas"]["Words"];
            next: ("accept" | "decline" | "object" | "decide")[];
            note?: string;
            outcome: string;
            reason_code: string;
            rule: number;
            sentence: components["schemas"]["Words"];
            /** Format: date */
            since: string;
            /** @enum {string} */
            state: "standing" | "applied" | "offered" | "accepted" | "declined" | "review" | "confirmed" | "dismissed" | "objected" | "reversed";
            state_name: components["schemas"]["Words"];
            table: string;
            table_version: string;
        };
        FindingContact: {
            /** Format: date-time */
            at: string;
            by: string;
            channel: string;
            note: string;
            seq: number;
        };
        FindingContacts: {
            rows: components["schemas"]["FindingContact"][];
        };
        FindingCount: {
            determination: string;
            kind: string;
            n: number;
            name: components["schemas"]["Words"];
            place: string;
            place_name: string;
            /** @enum {string} */
            state: "standing" | "applied" | "offered" | "accepted" | "declined" | "review" | "confirmed" | "dismissed" | "objected" | "reversed";
            state_name: components["schemas"]["Words"];
        };
        FindingCounts: {
            rows: components["schemas"]["FindingCount"][];
        };
        FindingDecision: {
            note: string;
            right?: boolean;
        };
        FindingList: {
            rows: components["schemas"]["Finding"][];
        };
        Form: {
            ask: string[];
            blocked?: components["schemas"]["Problem"];
            draft?: {
                [key: string]: unknown;
            };
            item: components["schemas"]["Item"];
            known: components["schemas"]["Fact"][];
        };
        Guide: {
            bring: components["schemas"]["Words"][];
            fee: components["schemas"]["Words"];
            law: string[];
            result: components["schemas"]["Words"];
            steps: components["schemas"]["Words"][];
            time: components["schemas"]["Words"];
            where: components["schemas"]["Words"];
            who: components["schemas"]["Words"];
        };
        Handler: {
            account: string;
            /** Format: date */
            check_due_on?: string;
            name: string;
            own: boolean;
            phone_masked: string;
            /** Format: date-time */
            since_at: string;
            /** @enum {string} */
            standing: "asked" | "unchecked" | "confirmed";
            /** Format: date-time */
            until_at?: string;
        };
        HandlerPage: {
            next_cursor?: string;
            rows: components["schemas"]["Handler"][];
        };
        HandlerReason: {
            reason?: string;
        };
        HouseholdChange: {
            /** @enum {string} */
            act: "joined" | "left";
            /** Format: date-time */
            at: string;
            by: string;
            id: string;
            name: string;
            /** Format: date */
            on: string;
            reason: string;
            /** @enum {string} */
            relation: "head" | "spouse" | "child" | "grandchild" | "parent" | "grandparent" | "sibling" | "other";
            undo_reason?: string;
            undoable: boolean;
            /** Format: date-time */
            undone_at?: string;
            undone_by?: string;
        };
        HouseholdEntry: {
            /** Format: date */
            from: string;
            person_id: string;
            reason: string;
            /** @enum {string} */
            relation: "head" | "spouse" | "child" | "grandchild" | "parent" | "grandparent" | "sibling" | "other";
        };
        HouseholdExit: {
            reason: string;
            /** Format: date */
            until: string;
        };
        Identity: {
            area?: string;
            code?: string;
            document_number: string;
            /** @enum {string} */
            document_type: "resident_id" | "social_security_card" | "hmt_residence" | "hm_travel_permit" | "tw_travel_permit";
            name: string;
            phone?: string;
        };
        Item: {
            annex: number;
            /** @enum {string} */
            audience: "person" | "employer" | "anybody";
            /** @enum {string} */
            begun_by?: "finding";
            certificate: boolean;
            channels: ("web" | "phone" | "window" | "hotline" | "kiosk")[];
            clauses: string[];
            code: string;
            commitment?: components["schemas"]["CommitmentTerms"];
            fields: components["schemas"]["Field"][];
            guide: components["schemas"]["Guide"];
            /** Format: date */
            in_force_from: string;
            name: components["schemas"]["Words"];
            no_longer_asked: components["schemas"]["NoLongerAsked"][];
            online: boolean;
            opens: string[];
            promised: components["schemas"]["Promise"];
            summary: components["schemas"]["Words"];
            version: number;
            window: boolean;
        };
        ItemSummary: {
            annex: number;
            /** @enum {string} */
            audience: "person" | "employer" | "anybody";
            /** @enum {string} */
            begun_by?: "finding";
            channels: ("web" | "phone" | "window" | "hotline" | "kiosk")[];
            code: string;
            name: components["schemas"]["Words"];
            online: boolean;
            promised: components["schemas"]["Promise"];
            summary: components["schemas"]["Words"];
            version: number;
            window: boolean;
        };
        JoinCode: {
            phone_tail: string;
            resend_after_s: number;
        };
        JoinGrant: {
            phone: string;
            reason: string;
        };
        KindTotal: {
            cities: components["schemas"]["CityTotal"][];
            kind: string;
            /** Format: date */
            month?: string;
        };
        Labelled: {
            label: components["schemas"]["Words"];
            value: string;
        };
        LatestMessage: {
            text: string;
        };
        Me: {
            area?: string;
            area_name?: string;
            /** Format: date */
            born_on?: string;
            documents: components["schemas"]["Document"][];
            id: string;
            name: string;
            phone_masked?: string;
            /** Format: date */
            retires_on?: string;
            /** @enum {string} */
            sex?: "male" | "female";
            status: components["schemas"]["StatusNow"];
            working_age: boolean;
        };
        Member: {
            /** Format: date */
            from: string;
            name: string;
            person_id: string;
            /** @enum {string} */
            relation: "head" | "spouse" | "child" | "grandchild" | "parent" | "grandparent" | "sibling" | "other";
        };
        Merge: {
            /** Format: date-time */
            at: string;
            id: string;
            other_name: string;
            /** Format: date-time */
            undone_at?: string;
        };
        MergeOrder: {
            drop: string;
            keep: string;
            reason: string;
        };
        Message: {
            /** Format: date-time */
            at: string;
            text: string;
        };
        MessagePage: {
            next_cursor?: string;
            rows: components["schemas"]["Message"][];
        };
        Missing: {
            field: string;
            sentence: components["schemas"]["Words"];
        };
        NamedFact: {
            label: components["schemas"]["Words"];
            name: string;
        };
        Need: {
            /** Format: date-time */
            at: string;
            kind: string;
            note?: string;
            wanted: boolean;
        };
        NewAction: {
            /** @enum {string} */
            act: "commit" | "take" | "ask_correction" | "correct" | "decide" | "answer" | "check" | "evaluate" | "object" | "withdraw" | "contact";
            channel?: string;
            comment?: string;
            fields?: components["schemas"]["FieldSentence"][];
            grade?: number;
            note?: string;
            /** @enum {string} */
            outcome?: "settle" | "refuse";
            reason_code?: string;
            /** @enum {string} */
            result?: "kept" | "broken";
            values?: {
                [key: string]: unknown;
            };
        };
        NewCase: {
            channel?: string;
            commitment?: boolean;
            employer?: string;
            item: string;
            on_behalf_note?: string;
            person?: string;
            spell?: string;
            values: {
                [key: string]: unknown;
            };
        };
        NewDocument: {
            document_number: string;
            /** @enum {string} */
            document_type: "resident_id" | "social_security_card" | "hmt_residence" | "hm_travel_permit" | "tw_travel_permit";
        };
        NewEmployer: {
            address?: string;
            area: string;
            commitment?: boolean;
            kind: string;
            name: string;
            uscc: string;
        };
        NewFindingContact: {
            channel: string;
            note: string;
        };
        NewPerson: {
            area?: string;
            document_number: string;
            /** @enum {string} */
            document_type: "resident_id" | "social_security_card" | "hmt_residence" | "hm_travel_permit" | "tw_travel_permit";
            name: string;
            phone?: string;
        };
        NewStaff: {
            agency: string;
            duties?: ("window" | "adviser" | "check" | "manager" | "admin" | "merge" | "policy" | "data")[];
            name: string;
            user: string;
        };
        NewTrial: {
            determination: string;
            dmn?: string;
            draft?: string;
            settings: {
                [key: string]: unknown;
            };
        };
        NoLongerAsked: {
            name: components["schemas"]["Words"];
            why: components["schemas"]["Words"];
        };
        Objection: {
            channel?: string;
            reason: string;
        };
        Opens: {
            case_number?: string;
            item: string;
            name: components["schemas"]["Words"];
        };
        Option: {
            label: components["schemas"]["Words"];
            value: string;
        };
        OutboxPage: {
            next_cursor?: string;
            rows: components["schemas"]["OutboxRow"][];
        };
        OutboxRow: {
            /** Format: date-time */
            at: string;
            phone_masked: string;
            state: string;
            text: string;
        };
        PasswordChange: {
            new_password: string;
            old_password: string;
            totp: string;
        };
        PeoplePage: {
            cut: boolean;
            next_cursor?: string;
            rows: components["schemas"]["PersonHit"][];
        };
        PersonCheck: {
            existing?: components["schemas"]["PersonHit"];
            problem?: components["schemas"]["Problem"];
            similar: components["schemas"]["PersonHit"][];
        };
        PersonFile: {
            area?: string;
            area_name?: string;
            asked_day?: components["schemas"]["AskedDay"];
            /** Format: date */
            born_on?: string;
            cases: components["schemas"]["CaseSummary"][];
            documents: components["schemas"]["Document"][];
            findings: components["schemas"]["Finding"][];
            household: components["schemas"]["Member"][];
            household_changes: components["schemas"]["HouseholdChange"][];
            id: string;
            merges: components["schemas"]["Merge"][];
            name: string;
            needs: components["schemas"]["Need"][];
            opened_for: string;
            phone_masked?: string;
            /** Format: date */
            retires_on?: string;
            /** @enum {string} */
            sex?: "male" | "female";
            spells: components["schemas"]["Spell"][];
            status: components["schemas"]["StatusNow"];
            timeline: components["schemas"]["TimelineEntry"][];
            working_age: boolean;
        };
        PersonHit: {
            area_name?: string;
            /** Format: date */
            born_on?: string;
            document_masked: string;
            id: string;
            name: string;
            similar?: boolean;
            status: string;
        };
        Phone: {
            phone: string;
        };
        PhoneCode: {
            code: string;
            phone: string;
        };
        PolicyAnnotation: {
            id: string;
            name: string;
        };
        PolicyAnswer: {
            outputs: string[];
            rules: string[];
            /** @enum {string} */
            what: "outputs" | "fallback" | "none" | "contradiction";
        };
        PolicyBox: {
            box: string[];
            possible: boolean;
            witness: string[];
        };
        PolicyCase: {
            facts: {
                [key: string]: unknown;
            };
            field: string;
            name: string;
            outcome: string;
            reason: string;
        };
        PolicyCaseFailure: {
            name?: string;
            rule_id?: string;
            sentence: components["schemas"]["Words"];
        };
        PolicyCases: {
            cases: components["schemas"]["PolicyCase"][];
            usual: {
                [key: string]: unknown;
            };
        };
        PolicyCasesRun: {
            failed: components["schemas"]["PolicyCaseFailure"][];
            ran: number;
        };
        PolicyChange: {
            /** Format: date-time */
            at: string;
            by: string;
            column?: string;
            from: string;
            rule_id: string;
            seq: number;
            to: string;
            /** @enum {string} */
            what: "added" | "removed" | "changed" | "moved" | "table" | "cases";
            why?: string;
        };
        PolicyCheck: {
            cases?: components["schemas"]["PolicyCasesRun"];
            difference?: components["schemas"]["PolicyDifference"];
            faults: components["schemas"]["PolicyFault"][];
            proof?: components["schemas"]["PolicyProof"];
            publishable: boolean;
        };
        PolicyDeadRule: {
            by: string[];
            column?: string;
            rule_id: string;
            sentence: components["schemas"]["Words"];
            /** @enum {string} */
            why: "empty" | "shadowed";
        };
        PolicyDifference: {
            changes: components["schemas"]["PolicyTurn"][];
            inputs: string[];
            more_changes: boolean;
            outputs: string[];
            rules: components["schemas"]["PolicyRuleTurn"][];
        };
        PolicyDraft: {
            acts: ("save" | "submit" | "approve" | "return" | "withdraw")[];
            base_version: number;
            cases: components["schemas"]["PolicyCases"];
            /** Format: date-time */
            changed_at: string;
            changed_by: string;
            changes: components["schemas"]["PolicyChange"][];
            check: components["schemas"]["PolicyCheck"];
            /** Format: date-time */
            created_at: string;
            created_by: string;
            /** Format: date-time */
            decided_at?: string;
            decided_by?: string;
            decided_why?: string;
            /** Format: date */
            earliest: string;
            etag: string;
            /** Format: date */
            from?: string;
            id: string;
            item: string;
            item_name: components["schemas"]["Words"];
            sheet: components["schemas"]["PolicySheet"];
            /** @enum {string} */
            state: "editing" | "submitted" | "returned" | "published" | "withdrawn";
            /** Format: date-time */
            submitted_at?: string;
            submitted_by?: string;
            unexplained: string[];
            version?: number;
            why?: string;
        };
        PolicyDraftBrief: {
            by: string;
            /** Format: date-time */
            changed_at: string;
            id: string;
            /** @enum {string} */
            state: "editing" | "submitted" | "returned" | "published" | "withdrawn";
        };
        PolicyFault: {
            column?: string;
            rule_id?: string;
            sentence: components["schemas"]["Words"];
        };
        PolicyInput: {
            allowed: string;
            expression: string;
            id: string;
            label: string;
            type: string;
        };
        PolicyName: {
            label: components["schemas"]["Words"];
            name: string;
            /** @enum {string} */
            source: "fact" | "field" | "setting";
            type: string;
        };
        PolicyNote: {
            why: string;
        };
        PolicyOpaque: {
            column: string;
            rule_id: string;
            test: string;
        };
        PolicyOutput: {
            fallback: string;
            id: string;
            label: string;
            name: string;
            type: string;
            values: string;
        };
        PolicyOverlap: {
            box: string[];
            fault: boolean;
            first: string;
            possible: boolean;
            second: string;
            witness: string[];
        };
        PolicyProof: {
            catch_all?: string;
            dead: components["schemas"]["PolicyDeadRule"][];
            fallback: components["schemas"]["PolicyBox"][];
            gaps: components["schemas"]["PolicyBox"][];
            more_dead: boolean;
            more_fallback: boolean;
            more_gaps: boolean;
            more_overlaps: boolean;
            opaque: components["schemas"]["PolicyOpaque"][];
            overlaps: components["schemas"]["PolicyOverlap"][];
            publishable: boolean;
            /** @enum {string} */
            verdict: "complete" | "complete_by_fallback" | "incomplete" | "unknown";
        };
        PolicyReason: {
            clause: string;
            code: string;
            /** @enum {string} */
            outcome: "settle" | "commit" | "correct" | "review" | "refuse" | "employed" | "flexible" | "unemployed" | "retired" | "studying" | "away" | "unchanged" | "zero_employment" | "working" | "unknown" | "entitled" | "not_entitled" | "listed" | "not_listed" | "suspected" | "clear";
            sentence: components["schemas"]["Words"];
        };
        PolicyRetry: {
            as_saved: boolean;
            result?: components["schemas"]["PolicyRetryResult"];
            seconds_left?: number;
            share?: number;
            /** @enum {string} */
            state: "none" | "running" | "done" | "stopped" | "failed";
        };
        PolicyRetryAnswer: {
            /** @enum {string} */
            outcome?: "settle" | "commit" | "correct" | "review" | "refuse";
            reason: string;
        };
        PolicyRetryCase: {
            after: components["schemas"]["PolicyRetryAnswer"];
            before: components["schemas"]["PolicyRetryAnswer"];
            number: string;
        };
        PolicyRetryMove: {
            after: components["schemas"]["PolicyRetryAnswer"];
            after_sentence: components["schemas"]["Words"];
            before: components["schemas"]["PolicyRetryAnswer"];
            before_sentence: components["schemas"]["Words"];
            cases: number;
        };
        PolicyRetryName: {
            cases: number;
            label: components["schemas"]["Words"];
            name: string;
        };
        PolicyRetryResult: {
            cases: number;
            differing: components["schemas"]["PolicyRetryCase"][];
            /** Format: date */
            from: string;
            moves: components["schemas"]["PolicyRetryMove"][];
            not_kept: components["schemas"]["PolicyRetryName"][];
            other: number;
            same: number;
            unsure: number;
            whole: boolean;
        };
        PolicyRule: {
            annotations: string[];
            cells: string[];
            id: string;
            outputs: string[];
        };
        PolicyRuleTurn: {
            columns: string[];
            rule_id: string;
            /** @enum {string} */
            what: "added" | "removed" | "changed" | "moved";
        };
        PolicySave: {
            cases: components["schemas"]["PolicyCases"];
            sheet: components["schemas"]["PolicySheet"];
            whys?: components["schemas"]["PolicyWhy"][];
        };
        PolicySheet: {
            aggregation: string;
            annotations: components["schemas"]["PolicyAnnotation"][];
            hit_policy: string;
            inputs: components["schemas"]["PolicyInput"][];
            outputs: components["schemas"]["PolicyOutput"][];
            rules: components["schemas"]["PolicyRule"][];
        };
        PolicySubmit: {
            /** Format: date */
            from: string;
            why: string;
        };
        PolicyTable: {
            cases: components["schemas"]["PolicyCases"];
            draft?: components["schemas"]["PolicyDraftBrief"];
            hit_policy: string;
            /** Format: date */
            in_force_from: string;
            inputs: number;
            item: string;
            /** @enum {string} */
            kind: "item" | "status" | "household" | "entitlement" | "roster" | "sign";
            name: components["schemas"]["Words"];
            names: components["schemas"]["PolicyName"][];
            proof: components["schemas"]["PolicyProof"];
            reasons: components["schemas"]["PolicyReason"][];
            rules: number;
            sheet: components["schemas"]["PolicySheet"];
            table: string;
            upcoming?: components["schemas"]["PolicyUpcoming"];
            /** @enum {string} */
            verdict: "complete" | "complete_by_fallback" | "incomplete" | "unknown";
            version: number;
            versions: components["schemas"]["PolicyVersion"][];
        };
        PolicyTableRow: {
            draft?: components["schemas"]["PolicyDraftBrief"];
            hit_policy: string;
            /** Format: date */
            in_force_from: string;
            inputs: number;
            item: string;
            /** @enum {string} */
            kind: "item" | "status" | "household" | "entitlement" | "roster" | "sign";
            name: components["schemas"]["Words"];
            rules: number;
            table: string;
            upcoming?: components["schemas"]["PolicyUpcoming"];
            /** @enum {string} */
            verdict: "complete" | "complete_by_fallback" | "incomplete" | "unknown";
            version: number;
        };
        PolicyTables: {
            rows: components["schemas"]["PolicyTableRow"][];
        };
        PolicyTry: {
            cases: components["schemas"]["PolicyCases"];
            item: string;
            sheet: components["schemas"]["PolicySheet"];
        };
        PolicyTurn: {
            box: string[];
            from: components["schemas"]["PolicyAnswer"];
            outputs: string[];
            possible: boolean;
            to: components["schemas"]["PolicyAnswer"];
            witness: string[];
        };
        PolicyUpcoming: {
            /** Format: date */
            from: string;
            version: number;
        };
        PolicyVersion: {
            /** Format: date-time */
            approved_at?: string;
            approved_by?: string;
            drafted_by?: string;
            /** Format: date */
            from: string;
            hash: string;
            /** @enum {string} */
            state: "past" | "in_force" | "upcoming" | "withdrawn";
            /** Format: date */
            until?: string;
            version: number;
            why?: string;
            withdrawal?: components["schemas"]["PolicyWithdrawal"];
        };
        PolicyVersionDetail: {
            /** Format: date-time */
            approved_at?: string;
            approved_by?: string;
            cases: components["schemas"]["PolicyCases"];
            changes: components["schemas"]["PolicyChange"][];
            difference?: components["schemas"]["PolicyDifference"];
            drafted_by?: string;
            /** Format: date */
            from: string;
            hash: string;
            sheet: components["schemas"]["PolicySheet"];
            /** @enum {string} */
            state: "past" | "in_force" | "upcoming" | "withdrawn";
            /** Format: date */
            until?: string;
            version: number;
            why?: string;
            withdrawal?: components["schemas"]["PolicyWithdrawal"];
        };
        PolicyWhy: {
            rule_id: string;
            why: string;
        };
        PolicyWithdrawal: {
            /** Format: date-time */
            asked_at: string;
            asked_by: string;
            /** Format: date-time */
            confirmed_at?: string;
            confirmed_by?: string;
            why: string;
        };
        Problem: {
            clause?: string;
            code: string;
            detail: components["schemas"]["Words"];
            errors?: components["schemas"]["ProblemPart"][];
            field?: string;
            next: components["schemas"]["Words"];
            status: number;
            title: string;
            type: string;
        } & {
            [key: string]: unknown;
        };
        ProblemPart: {
            code: string;
            detail: components["schemas"]["Words"];
            field: string;
            next: components["schemas"]["Words"];
        };
        Promise: {
            at_once: boolean;
            days: number;
            /** @enum {string} */
            unit: "working" | "natural";
        };
        Reading: {
            agency: string;
            /** Format: date-time */
            at: string;
            by: string;
            case_number?: string;
            purpose: string;
        };
        ReadingPage: {
            next_cursor?: string;
            rows: components["schemas"]["Reading"][];
        };
        ReadPage: {
            next_cursor?: string;
            rows: components["schemas"]["ReadRow"][];
        };
        ReadRow: {
            agency: string;
            /** Format: date-time */
            at: string;
            by: string;
            person_name: string;
            purpose: string;
        };
        Reason: {
            change?: components["schemas"]["Words"];
            clause: string;
            facts: components["schemas"]["Fact"][];
            /** @enum {string} */
            outcome: "settle" | "commit" | "correct" | "review" | "refuse";
            reason_code: string;
            rule: number;
            sentence: components["schemas"]["Words"];
            table: string;
            table_version: string;
        };
        ReasonOnly: {
            reason: string;
        };
        Receipt: {
            batch: number;
            content: string;
            known: number;
            known_before: boolean;
            message: string;
            /** Format: date-time */
            received_at: string;
            refused: number;
            refused_lines: components["schemas"]["RefusedLine"][];
            replaced: number;
            retracted: number;
            rows: number;
            rows_agree?: boolean;
            rows_said?: number;
            sender: string;
            source: string;
            taken: number;
        };
        Reconciled: {
            agree: boolean;
            /** Format: date-time */
            at: string;
            determination: string;
            differences: components["schemas"]["ShareDifference"][];
            here: number;
            message: string;
            there: number;
        };
        RefusedLine: {
            code: string;
            column?: string;
            line: number;
        };
        SaidFact: {
            label: components["schemas"]["Words"];
            name: string;
            shown: components["schemas"]["Words"];
            source: components["schemas"]["Words"];
        };
        Session: {
            account?: components["schemas"]["SessionAccount"];
            acts_for: components["schemas"]["ActsFor"][];
            asked_for: components["schemas"]["ActsFor"][];
            csrf: string;
            idle_minutes?: number;
            /** @enum {string} */
            kind: "nobody" | "person" | "staff";
            person?: components["schemas"]["SessionPerson"];
            staff?: components["schemas"]["SessionStaff"];
        };
        SessionAccount: {
            id: string;
            phone_masked: string;
        };
        SessionPerson: {
            document_masked: string;
            id: string;
            name: string;
        };
        SessionStaff: {
            agency: components["schemas"]["AgencyRow"];
            duties: ("window" | "adviser" | "check" | "manager" | "admin" | "merge" | "policy" | "data")[];
            id: string;
            must_change: boolean;
            name: string;
        };
        ShareDifference: {
            city: string;
            here: number;
            there: number;
        };
        SharedRow: {
            area: string;
            document_number: string;
            document_type: string;
            outcome: string;
            reason: string;
            /** Format: date */
            since: string;
            state: string;
        };
        SharePage: {
            determination: string;
            name: components["schemas"]["Words"];
            next_cursor?: string;
            rows: components["schemas"]["SharedRow"][];
        };
        ShareTotal: {
            city: string;
            people: number;
        };
        ShareTotals: {
            cities: components["schemas"]["ShareTotal"][];
            /** Format: date */
            day: string;
            determination: string;
            people: number;
        };
        Sheet: {
            bad: number;
            columns: components["schemas"]["SheetColumn"][];
            /** Format: date-time */
            created_at: string;
            done: number;
            encoding: string;
            failed: number;
            file_name: string;
            /** @enum {string} */
            format: "xlsx" | "csv";
            good: number;
            id: string;
            item: string;
            preview: components["schemas"]["SheetRow"][];
            rows: number;
            seconds_left?: number;
            settled: number;
            /** Format: date-time */
            started_at?: string;
            /** @enum {string} */
            state: "read" | "running" | "done" | "cancelled";
        };
        SheetColumn: {
            column: string;
            field?: string;
        };
        SheetPage: {
            next_cursor?: string;
            rows: components["schemas"]["Sheet"][];
        };
        SheetProblem: {
            code: string;
            detail: components["schemas"]["Words"];
            field: string;
            next: components["schemas"]["Words"];
        };
        SheetRow: {
            case_number?: string;
            problems: components["schemas"]["SheetProblem"][];
            row: number;
            /** @enum {string} */
            state: "good" | "bad" | "settled" | "failed" | "pending";
            values: {
                [key: string]: unknown;
            };
        };
        SheetRowPage: {
            next_cursor?: string;
            rows: components["schemas"]["SheetRow"][];
        };
        ShownIf: {
            equals: string;
            field: string;
        };
        Spell: {
            case_number?: string;
            /** Format: date-time */
            corrected_at?: string;
            current: boolean;
            employer?: string;
            /** Format: date */
            from: string;
            id: string;
            /** @enum {string} */
            kind: "employed" | "flexible" | "unemployed";
            /** Format: date-time */
            learnt_at: string;
            source: components["schemas"]["Words"];
            /** Format: date */
            until?: string;
        };
        StaffChange: {
            active?: boolean;
            agency?: string;
            duties?: ("window" | "adviser" | "check" | "manager" | "admin" | "merge" | "policy" | "data")[];
            name?: string;
        };
        StaffPage: {
            next_cursor?: string;
            rows: components["schemas"]["StaffRow"][];
        };
        StaffRow: {
            active: boolean;
            agency: string;
            agency_name: string;
            area: string;
            duties: ("window" | "adviser" | "check" | "manager" | "admin" | "merge" | "policy" | "data")[];
            id: string;
            /** Format: date-time */
            last_seen_at?: string;
            name: string;
            user: string;
        };
        StaffSecret: {
            password: string;
            staff: components["schemas"]["StaffRow"];
            totp_secret: string;
            totp_uri: string;
        };
        StaffSignIn: {
            password: string;
            totp: string;
            user: string;
        };
        Starts: {
            item: string;
            name: components["schemas"]["Words"];
        };
        Status: {
            now: components["schemas"]["StatusNow"];
            spells: components["schemas"]["Spell"][];
        };
        StatusNow: {
            employer?: string;
            /** @enum {string} */
            kind: "unemployed" | "employed" | "flexible" | "none";
            sentence: components["schemas"]["Words"];
            /** Format: date */
            since?: string;
            spell_id?: string;
        };
        Step: {
            from: components["schemas"]["Words"];
            label: components["schemas"]["Words"];
            name: string;
            to: components["schemas"]["Words"];
        };
        Sweep: {
            counts: components["schemas"]["SweepCount"][];
            /** Format: date */
            day: string;
            /** Format: date-time */
            finished_at?: string;
            number: number;
            people: number;
            rounds: number;
            running_here: boolean;
            seconds_left?: number;
            settled?: boolean;
            share?: number;
            snapshot_hash: string;
            /** Format: date-time */
            started_at: string;
            started_by: string;
            /** @enum {string} */
            state: "gathering" | "judging" | "done" | "paused" | "given_up";
            state_name: components["schemas"]["Words"];
            whole: boolean;
        };
        SweepCount: {
            determination: string;
            event: string;
            n: number;
            name: components["schemas"]["Words"];
        };
        SweepPage: {
            next_cursor?: string;
            rows: components["schemas"]["Sweep"][];
        };
        Tally: {
            after: number;
            before: number;
            gain: number;
            lose: number;
            other: number;
            people: number;
            yuan_after: number;
            yuan_before: number;
        };
        TimelineEntry: {
            /** Format: date-time */
            at: string;
            by?: string;
            case_number?: string;
            detail: components["schemas"]["Words"];
            kind: string;
            /** Format: date */
            on: string;
            title: components["schemas"]["Words"];
        };
        TimelinePage: {
            next_cursor?: string;
            rows: components["schemas"]["TimelineEntry"][];
        };
        ToldFacts: {
            facts: {
                [key: string]: unknown;
            };
        };
        Totals: {
            batches: components["schemas"]["BatchTotal"][];
            kinds: components["schemas"]["KindTotal"][];
            source: string;
        };
        Trial: {
            /** Format: date-time */
            asked_at: string;
            by: string;
            changes: components["schemas"]["TrialChange"][];
            determination: string;
            /** Format: date-time */
            ended_at?: string;
            id: string;
            name: components["schemas"]["Words"];
            other_table: boolean;
            result?: components["schemas"]["TrialResult"];
            seconds_left?: number;
            share?: number;
            /** @enum {string} */
            state: "waiting" | "running" | "done" | "stopped" | "failed";
        };
        TrialChange: {
            after: number;
            before: number;
            label: components["schemas"]["Words"];
            name: string;
        };
        TrialGroup: {
            after: number;
            before: number;
            by: string;
            gain: number;
            key: string;
            lose: number;
            name: string;
            other: number;
            people: number;
            yuan_after: number;
            yuan_before: number;
        };
        TrialMove: {
            after: string;
            after_sentence: components["schemas"]["Words"];
            before: string;
            before_sentence: components["schemas"]["Words"];
            people: number;
        };
        TrialResult: {
            affected: number;
            all: components["schemas"]["Tally"];
            /** Format: date */
            day: string;
            fairness: components["schemas"]["Fairness"];
            groups: components["schemas"]["TrialGroup"][];
            moves: components["schemas"]["TrialMove"][];
            people: number;
            snapshot_hash: string;
        };
        Trials: {
            rows: components["schemas"]["Trial"][];
        };
        UnitReading: {
            agency: string;
            /** Format: date-time */
            at: string;
            by: string;
            purpose: string;
        };
        UnitReadingPage: {
            next_cursor?: string;
            rows: components["schemas"]["UnitReading"][];
        };
        WaitingHandler: {
            account: string;
            /** Format: date */
            check_due_on?: string;
            employer: string;
            employer_id: string;
            name: string;
            overdue: boolean;
            own: boolean;
            phone_masked: string;
            /** Format: date-time */
            since_at: string;
            /** @enum {string} */
            standing: "asked" | "unchecked" | "confirmed";
            /** Format: date-time */
            until_at?: string;
            uscc: string;
        };
        WaitingHandlerPage: {
            next_cursor?: string;
            rows: components["schemas"]["WaitingHandler"][];
        };
        Way: {
            amount?: components["schemas"]["Amount"];
            steps: components["schemas"]["Step"][];
        };
        WhatNext: {
            /** Format: date */
            by?: string;
            sentence: components["schemas"]["Words"];
            who?: string;
        };
        Words: {
            en: string;
            zh: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
