// Written by `npm run openapi` from docs/reference/openapi.json. Not to be edited.

export interface paths {
    "/api/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listing
         * @description One entry a version, each with its fifty commonest labels.
         */
        get: operations["listing_api_datasets_get"];
        put?: never;
        /**
         * Create
         * @description Makes the version `first`.
         */
        post: operations["create_api_datasets_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{name}/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Version Named */
        get: operations["version_named_api_datasets__name___version__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{name}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * New Version
         * @description With the pictures, labels and annotations of `from_version`, and more pictures.
         */
        post: operations["new_version_api_datasets__name__versions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events */
        get: operations["events_api_events_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/experiments/{experiment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One */
        get: operations["one_api_experiments__experiment_id__get"];
        put?: never;
        post?: never;
        /** Trash */
        delete: operations["trash_api_experiments__experiment_id__delete"];
        options?: never;
        head?: never;
        /**
         * Update
         * @description Set `name`, `description`, `status`.
         */
        patch: operations["update_api_experiments__experiment_id__patch"];
        trace?: never;
    };
    "/api/experiments/{experiment_id}/annotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Annotations
         * @description The annotations of the attached version; the hybrid and the Picsellia form have a `signed_url` a picture.
         */
        get: operations["export_annotations_api_experiments__experiment_id__annotations_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/experiments/{experiment_id}/csv/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Csv
         * @description A line, bar or table as CSV.
         */
        get: operations["csv_api_experiments__experiment_id__csv__name__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/experiments/{experiment_id}/data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listing
         * @description Data-assets in the order in which they were first logged (of one batch: by name), each as it was sent.
         */
        get: operations["listing_api_experiments__experiment_id__data_get"];
        put?: never;
        /**
         * Log One
         * @description Log one thing: a line grows, anything else is overwritten.
         */
        post: operations["log_one_api_experiments__experiment_id__data_post"];
        /** Delete All */
        delete: operations["delete_all_api_experiments__experiment_id__data_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/experiments/{experiment_id}/data/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One
         * @description One data-asset as it was sent; with `width`, a line as a chart between `from` and `to`.
         */
        get: operations["one_api_experiments__experiment_id__data__name__get"];
        put?: never;
        post?: never;
        /** Delete */
        delete: operations["delete_api_experiments__experiment_id__data__name__delete"];
        options?: never;
        head?: never;
        /**
         * Update
         * @description Overwrite `data` or `type`, or give it another `name`.
         */
        patch: operations["update_api_experiments__experiment_id__data__name__patch"];
        trace?: never;
    };
    "/api/experiments/{experiment_id}/dataset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Attach Dataset
         * @description Use a dataset version; its fingerprint of this moment is kept, to show when it has moved on.
         */
        put: operations["attach_dataset_api_experiments__experiment_id__dataset_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/experiments/{experiment_id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Listing */
        get: operations["listing_api_experiments__experiment_id__files_get"];
        put?: never;
        /**
         * Store
         * @description Register files whose bytes have arrived; a name that is there is replaced.
         */
        post: operations["store_api_experiments__experiment_id__files_post"];
        /** Delete All */
        delete: operations["delete_all_api_experiments__experiment_id__files_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/experiments/{experiment_id}/files/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One
         * @description A file with a signed address of its bytes.
         */
        get: operations["one_api_experiments__experiment_id__files__name__get"];
        put?: never;
        post?: never;
        /** Delete */
        delete: operations["delete_api_experiments__experiment_id__files__name__delete"];
        options?: never;
        head?: never;
        /** Rename */
        patch: operations["rename_api_experiments__experiment_id__files__name__patch"];
        trace?: never;
    };
    "/api/experiments/{experiment_id}/files/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Plan
         * @description How to bring the bytes of files, and of logged images.
         */
        post: operations["plan_api_experiments__experiment_id__files_plan_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/experiments/{experiment_id}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log
         * @description Log a batch. Sent again it is skipped; refused records are named in the answer and stop no other.
         */
        post: operations["log_api_experiments__experiment_id__log_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/experiments/{experiment_id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish
         * @description Make a network of its files, label map and parameters.
         */
        post: operations["publish_api_experiments__experiment_id__publish_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/experiments/{experiment_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restore */
        post: operations["restore_api_experiments__experiment_id__restore_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/experiments/{experiment_id}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream
         * @description Server-sent events: `open`, `lines` {lines}, `data` {names}, `files` {names}, `status` {what}, `reset`, `closed`.
         *
         *     `names` null means that any may have changed, `reset` that events may have been missed. Whoever comes back with
         *     the id of the last event hears what was told meanwhile; where that is not known any more, `open` says
         *     `resumed` false. `here` comes after 15 seconds of silence. The stream ends with `closed` when the caller may no
         *     longer see the experiment.
         */
        get: operations["stream_api_experiments__experiment_id__stream_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/experiments/{experiment_id}/telemetry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One
         * @description Its state, how many lines, and its chapters; null where nothing was ever heard.
         */
        get: operations["one_api_experiments__experiment_id__telemetry_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/experiments/{experiment_id}/telemetry/beat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Beat
         * @description The run is alive, though it prints nothing.
         */
        post: operations["beat_api_experiments__experiment_id__telemetry_beat_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/experiments/{experiment_id}/telemetry/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End
         * @description The run has ended with this exit code; lines that come later open it again.
         */
        post: operations["end_api_experiments__experiment_id__telemetry_end_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/experiments/{experiment_id}/telemetry/found": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Found
         * @description Numbers of the lines that hold a text, and where to look on if there are more than `limit`.
         */
        get: operations["found_api_experiments__experiment_id__telemetry_found_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/experiments/{experiment_id}/telemetry/lines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lines */
        get: operations["lines_api_experiments__experiment_id__telemetry_lines_get"];
        put?: never;
        /**
         * Append
         * @description Add lines of one writer; what it has sent before is skipped.
         */
        post: operations["append_api_experiments__experiment_id__telemetry_lines_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/experiments/{experiment_id}/telemetry/text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Text
         * @description The whole log as text.
         */
        get: operations["text_api_experiments__experiment_id__telemetry_text_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/experiments/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Organization Stream
         * @description As the stream of a project, for all experiments of the organization.
         */
        get: operations["organization_stream_api_experiments_stream_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Import One
         * @description How far an import is, and in the end its report: what was matched, kept and refused, and why.
         */
        get: operations["import_one_api_imports__import_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept Invitation */
        post: operations["accept_invitation_api_invitations_accept_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Register */
        post: operations["register_api_invitations_register_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Listing */
        get: operations["listing_api_jobs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One */
        get: operations["one_api_jobs__job_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job_id}/again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run Again */
        post: operations["run_again_api_jobs__job_id__again_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel */
        post: operations["cancel_api_jobs__job_id__cancel_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/labels/{label_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete
         * @description Puts it in the trash.
         */
        delete: operations["delete_api_labels__label_id__delete"];
        options?: never;
        head?: never;
        /** Change */
        patch: operations["change_api_labels__label_id__patch"];
        trace?: never;
    };
    "/api/labels/{label_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore
         * @description Brings it back with the shapes that have it.
         */
        post: operations["restore_api_labels__label_id__restore_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change Password */
        post: operations["change_password_api_me_password_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/networks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listing
         * @description The organization's networks.
         */
        get: operations["listing_api_networks_get"];
        put?: never;
        /** Create */
        post: operations["create_api_networks_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/networks/{network_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One
         * @description A network by id or by name; a public one of another organization by id.
         */
        get: operations["one_api_networks__network_id__get"];
        put?: never;
        post?: never;
        /** Trash */
        delete: operations["trash_api_networks__network_id__delete"];
        options?: never;
        head?: never;
        /** Update */
        patch: operations["update_api_networks__network_id__patch"];
        trace?: never;
    };
    "/api/networks/{network_id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Files */
        get: operations["files_api_networks__network_id__files_get"];
        put?: never;
        /** Store */
        post: operations["store_api_networks__network_id__files_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/networks/{network_id}/files/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * File
         * @description A file with a signed address of its bytes.
         */
        get: operations["file_api_networks__network_id__files__name__get"];
        put?: never;
        post?: never;
        /** Delete File */
        delete: operations["delete_file_api_networks__network_id__files__name__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/networks/{network_id}/files/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Plan
         * @description How to bring the bytes of files, and of the thumbnail.
         */
        post: operations["plan_api_networks__network_id__files_plan_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/networks/{network_id}/origin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Origin
         * @description The experiment that a network was published from, and the dataset of that time.
         */
        get: operations["origin_api_networks__network_id__origin_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/networks/{network_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restore */
        post: operations["restore_api_networks__network_id__restore_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/networks/{network_id}/thumbnail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set Thumbnail */
        put: operations["set_thumbnail_api_networks__network_id__thumbnail_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/networks/hub": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Hub
         * @description The public networks of every organization on this server.
         */
        get: operations["hub_api_networks_hub_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/networks/hub/{organization}/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * In Hub
         * @description A network by its organization's (or owner's) name and its own, where the caller may use it.
         */
        get: operations["in_hub_api_networks_hub__organization___name__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/networks/trash": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Trashed */
        get: operations["trashed_api_networks_trash_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organization": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Organization */
        get: operations["organization_api_organization_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Rename Organization */
        patch: operations["rename_organization_api_organization_patch"];
        trace?: never;
    };
    "/api/organization/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete Organization */
        post: operations["delete_organization_api_organization_delete_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organization/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Invitations */
        get: operations["invitations_api_organization_invitations_get"];
        put?: never;
        /** Invite */
        post: operations["invite_api_organization_invitations_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organization/invitations/{invitation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke Invitation */
        delete: operations["revoke_invitation_api_organization_invitations__invitation_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organization/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Members */
        get: operations["members_api_organization_members_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organization/members/{username}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set Member */
        put: operations["set_member_api_organization_members__username__put"];
        post?: never;
        /** Remove Member */
        delete: operations["remove_member_api_organization_members__username__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organization/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Organization Tokens */
        get: operations["organization_tokens_api_organization_tokens_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Organizations */
        get: operations["organizations_api_organizations_get"];
        put?: never;
        /** Found Organization */
        post: operations["found_organization_api_organizations_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pictures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Listing */
        get: operations["listing_api_pictures_get"];
        put?: never;
        /** Register */
        post: operations["register_api_pictures_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pictures/{picture_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One */
        get: operations["one_api_pictures__picture_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pictures/{picture_id}/exif": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exif */
        get: operations["exif_api_pictures__picture_id__exif_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pictures/{picture_id}/neighbours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Neighbours */
        get: operations["neighbours_api_pictures__picture_id__neighbours_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pictures/{picture_id}/thumbnail/{side}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Thumbnail
         * @description Redirects to the bytes (WebP), for an hour in the browser's cache; 404 while there are none.
         */
        get: operations["thumbnail_api_pictures__picture_id__thumbnail__side__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pictures/{picture_id}/url": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Address */
        get: operations["address_api_pictures__picture_id__url_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pictures/{picture_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Holders
         * @description The dataset versions that hold the picture, and what they say of it.
         */
        get: operations["holders_api_pictures__picture_id__versions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pictures/anchors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Anchors
         * @description Cursors into a list at even distances, so that a view of a million pictures can jump anywhere.
         */
        get: operations["anchors_api_pictures_anchors_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pictures/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count */
        get: operations["count_api_pictures_count_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pictures/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Plan */
        post: operations["plan_api_pictures_plan_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pictures/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore
         * @description Brings pictures back with tags, memberships and annotations.
         */
        post: operations["restore_api_pictures_restore_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pictures/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tag Many */
        post: operations["tag_many_api_pictures_tags_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pictures/trash": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Trash Page
         * @description Newest first; they go for good after the days that the operator has set.
         */
        get: operations["trash_page_api_pictures_trash_get"];
        put?: never;
        /**
         * Trash
         * @description Pictures leave the lake and every dataset version; `versions` says which. They can be restored.
         */
        post: operations["trash_api_pictures_trash_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ping */
        get: operations["ping_api_ping_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Listing */
        get: operations["listing_api_projects_get"];
        put?: never;
        /** Create */
        post: operations["create_api_projects_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One
         * @description A project by id (its token) or by name.
         */
        get: operations["one_api_projects__project_id__get"];
        put?: never;
        post?: never;
        /** Trash */
        delete: operations["trash_api_projects__project_id__delete"];
        options?: never;
        head?: never;
        /** Update */
        patch: operations["update_api_projects__project_id__patch"];
        trace?: never;
    };
    "/api/projects/{project_id}/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Attached */
        get: operations["attached_api_projects__project_id__datasets_get"];
        put?: never;
        /** Attach Dataset */
        post: operations["attach_dataset_api_projects__project_id__datasets_post"];
        /** Detach Dataset */
        delete: operations["detach_dataset_api_projects__project_id__datasets_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/experiments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listing
         * @description A project's experiments, without files and data; `metric` and `parameter` choose columns.
         */
        get: operations["listing_api_projects__project_id__experiments_get"];
        put?: never;
        /**
         * Create
         * @description From nothing, from a previous experiment, from a network; what is copied shares its bytes.
         */
        post: operations["create_api_projects__project_id__experiments_post"];
        /**
         * Delete All
         * @description Put all experiments of the project into the trash.
         */
        delete: operations["delete_all_api_projects__project_id__experiments_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/experiments/{experiment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One In
         * @description An experiment of the project, by name or by id.
         */
        get: operations["one_in_api_projects__project_id__experiments__experiment__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/experiments/columns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Columns
         * @description The metrics and parameters that lists of the project can show, the commonest first.
         */
        get: operations["columns_api_projects__project_id__experiments_columns_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/experiments/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Compare
         * @description The data of the same name and type that 2 to 500 experiments share; it changes nothing.
         */
        post: operations["compare_api_projects__project_id__experiments_compare_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/experiments/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count */
        get: operations["count_api_projects__project_id__experiments_count_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/experiments/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Project Stream
         * @description As the stream of an experiment, for all of a project: `experiments` {names} has the ids of those that changed.
         *
         *     `lines` {names} has the ids of those whose training has printed something.
         */
        get: operations["project_stream_api_projects__project_id__experiments_stream_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/experiments/trash": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Trashed */
        get: operations["trashed_api_projects__project_id__experiments_trash_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restore */
        post: operations["restore_api_projects__project_id__restore_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/scans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listing
         * @description The newest first, each with how far it has come and its best run.
         */
        get: operations["listing_api_projects__project_id__scans_get"];
        put?: never;
        /**
         * Create
         * @description Makes the runs, and an experiment for each, at once. Nothing is started: machines ask for the next run.
         */
        post: operations["create_api_projects__project_id__scans_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Workers */
        get: operations["workers_api_projects__project_id__workers_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/workers/{username}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Add Worker */
        put: operations["add_worker_api_projects__project_id__workers__username__put"];
        post?: never;
        /** Remove Worker */
        delete: operations["remove_worker_api_projects__project_id__workers__username__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/trash": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Trashed */
        get: operations["trashed_api_projects_trash_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Run */
        get: operations["run_api_runs__run_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Update */
        patch: operations["update_api_runs__run_id__patch"];
        trace?: never;
    };
    "/api/runs/{run_id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End
         * @description Says that the run is over. Without a value it takes the last one that its experiment logged of the metric.
         */
        post: operations["end_api_runs__run_id__end_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scans/{scan_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One */
        get: operations["one_api_scans__scan_id__get"];
        put?: never;
        post?: never;
        /**
         * Delete
         * @description Removes the scan and its runs. Their experiments stay, and the name is free again.
         */
        delete: operations["delete_api_scans__scan_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scans/{scan_id}/next": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take
         * @description Hands out the first run that waits: no other call gets the same one.
         */
        post: operations["take_api_scans__scan_id__next_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scans/{scan_id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Runs
         * @description In the order of the grid, the last parameter varying fastest.
         */
        get: operations["runs_api_scans__scan_id__runs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign In */
        post: operations["sign_in_api_sessions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign Out */
        delete: operations["sign_out_api_sessions_current_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tag-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin
         * @description Tag or untag any number of pictures; few at once, many by a job. It can be taken back for a day.
         */
        post: operations["begin_api_tag_changes_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tag-changes/{change_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One */
        get: operations["one_api_tag_changes__change_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tag-changes/{change_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undo */
        post: operations["undo_api_tag_changes__change_id__undo_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tags */
        get: operations["tags_api_tags_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tags/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete Tag */
        delete: operations["delete_tag_api_tags__name__delete"];
        options?: never;
        head?: never;
        /** Rename Tag */
        patch: operations["rename_tag_api_tags__name__patch"];
        trace?: never;
    };
    "/api/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tokens */
        get: operations["tokens_api_tokens_get"];
        put?: never;
        /** Make Token */
        post: operations["make_token_api_tokens_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokens/{token_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke Token */
        delete: operations["revoke_token_api_tokens__token_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/uploads/{upload_id}/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Finish */
        post: operations["finish_api_uploads__upload_id__finish_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/uploads/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Plan
         * @description For a file that something else is made of, such as an import; pictures have a plan of their own.
         */
        post: operations["plan_api_uploads_plan_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/version": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Version */
        get: operations["version_api_version_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/versions/{version_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Version */
        get: operations["version_api_versions__version_id__get"];
        put?: never;
        post?: never;
        /**
         * Trash
         * @description Puts this one version in the trash; its pictures stay in the lake.
         */
        delete: operations["trash_api_versions__version_id__delete"];
        options?: never;
        head?: never;
        /**
         * Change
         * @description Description, privacy and `dataset_name` are those of the dataset, so of all its versions.
         */
        patch: operations["change_api_versions__version_id__patch"];
        trace?: never;
    };
    "/api/versions/{version_id}/annotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Looks
         * @description Every picture of the version with what is known of its annotation, oldest first.
         */
        get: operations["looks_api_versions__version_id__annotations_get"];
        put?: never;
        /**
         * Write
         * @description Replaces the annotations of these pictures. Labels that are not there yet are made.
         */
        post: operations["write_api_versions__version_id__annotations_post"];
        /**
         * Delete
         * @description Removes annotations; their pictures stay in the version. Can be undone.
         */
        delete: operations["delete_api_versions__version_id__annotations_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/versions/{version_id}/annotations/anchors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Anchors
         * @description Cursors into the list of pictures at even distances, so that a view can jump anywhere.
         */
        get: operations["anchors_api_versions__version_id__annotations_anchors_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/versions/{version_id}/annotations/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count */
        get: operations["count_api_versions__version_id__annotations_count_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/versions/{version_id}/annotations/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete By Post
         * @description As `DELETE …/annotations`, where something on the way drops the bodies of those.
         */
        post: operations["delete_by_post_api_versions__version_id__annotations_delete_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/versions/{version_id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changes
         * @description Every change of annotations, the latest first.
         */
        get: operations["changes_api_versions__version_id__changes_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/versions/{version_id}/changes/{change_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo
         * @description Brings back what was before, where nothing has changed since. Undoing the undo does it again.
         */
        post: operations["undo_api_versions__version_id__changes__change_id__undo_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/versions/{version_id}/diff/{other_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Diff
         * @description What the version has that the other has not, and the other way round.
         */
        get: operations["diff_api_versions__version_id__diff__other_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/versions/{version_id}/diff/{other_id}/annotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Diff
         * @description Annotations that the version has otherwise than the other: counts by kind, and a page of them.
         */
        get: operations["diff_api_versions__version_id__diff__other_id__annotations_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/versions/{version_id}/diff/{other_id}/pictures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Diff Page
         * @description The pictures behind the numbers.
         */
        get: operations["diff_page_api_versions__version_id__diff__other_id__pictures_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/versions/{version_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export
         * @description Every picture, with its annotation. The header `X-Picsellia-Losses` counts what the format cannot hold.
         */
        get: operations["export_api_versions__version_id__export_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/versions/{version_id}/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Imports
         * @description Imports into the version, the latest first.
         */
        get: operations["imports_api_versions__version_id__imports_get"];
        put?: never;
        /**
         * Begin Import
         * @description Reads a file of annotations in the background; ask `GET /api/imports/{id}` how far it is.
         */
        post: operations["begin_import_api_versions__version_id__imports_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/versions/{version_id}/labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Labels
         * @description In their order, which is the class order of every export.
         */
        get: operations["labels_api_versions__version_id__labels_get"];
        put?: never;
        /**
         * Make
         * @description A label that is there already is no error; `existed` says so.
         */
        post: operations["make_api_versions__version_id__labels_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/versions/{version_id}/labels/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Put In Order */
        put: operations["put_in_order_api_versions__version_id__labels_order_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/versions/{version_id}/manifest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Manifest
         * @description What to download: file names that are distinct within the version, and signed URLs.
         */
        get: operations["manifest_api_versions__version_id__manifest_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/versions/{version_id}/pictures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Pictures
         * @description In the order in which they came to the lake.
         */
        get: operations["pictures_api_versions__version_id__pictures_get"];
        put?: never;
        /**
         * Add Pictures
         * @description Those in it already are passed over and counted.
         */
        post: operations["add_pictures_api_versions__version_id__pictures_post"];
        /**
         * Remove Pictures
         * @description Takes pictures and their annotations out of the version; they stay in the lake.
         */
        delete: operations["remove_pictures_api_versions__version_id__pictures_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/versions/{version_id}/pictures/{picture_id}/annotation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One */
        get: operations["one_api_versions__version_id__pictures__picture_id__annotation_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/versions/{version_id}/pictures/{picture_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * History
         * @description Who made what of the picture's annotation, the latest first.
         */
        get: operations["history_api_versions__version_id__pictures__picture_id__history_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/versions/{version_id}/pictures/{picture_id}/history/{change_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revert
         * @description Brings back what was there before a change, whatever came after it.
         */
        post: operations["revert_api_versions__version_id__pictures__picture_id__history__change_id__restore_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/versions/{version_id}/pictures/{picture_id}/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look
         * @description The picture as in the list of annotations, with its shapes.
         */
        get: operations["look_api_versions__version_id__pictures__picture_id__look_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/versions/{version_id}/pictures/{picture_id}/neighbours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Neighbours */
        get: operations["neighbours_api_versions__version_id__pictures__picture_id__neighbours_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/versions/{version_id}/pictures/{picture_id}/thumbnail/{side}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Thumbnail
         * @description As that of the lake, also for those who only see the version.
         */
        get: operations["thumbnail_api_versions__version_id__pictures__picture_id__thumbnail__side__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/versions/{version_id}/pictures/{picture_id}/url": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Address
         * @description As that of the lake, also for those who only see the version.
         */
        get: operations["address_api_versions__version_id__pictures__picture_id__url_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/versions/{version_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restore */
        post: operations["restore_api_versions__version_id__restore_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/versions/{version_id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Review
         * @description Gives annotations a status; pictures without one are left alone. Can be undone.
         */
        post: operations["review_api_versions__version_id__review_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/versions/{version_id}/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Statistics */
        get: operations["statistics_api_versions__version_id__statistics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/versions/trash": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Trash Listing
         * @description Newest first; they go for good after the days that the operator has set.
         */
        get: operations["trash_listing_api_versions_trash_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sdk/wheel/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Wheel
         * @description The same bytes each time: an address with a hash in it can be kept in a requirements file.
         */
        get: operations["wheel_sdk_wheel__name__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** AcceptBody */
        AcceptBody: {
            /** Secret */
            secret: string;
        };
        /**
         * Added
         * @description `known` were members before.
         */
        Added: {
            /** Added */
            added: number;
            /** Known */
            known: number;
            version: components["schemas"]["Version"];
        };
        /** Address */
        Address: {
            /** Url */
            url: string;
        };
        /**
         * Anchors
         * @description Cursors at every `every`th picture of a list: item `i` starts the page of pictures `(i + 1) * every` on.
         */
        Anchors: {
            /** Cursors */
            cursors: string[];
            /** Every */
            every: number;
        };
        /**
         * Annotation
         * @description One picture's annotation in one version. `revision` grows with each change, for `NewAnnotation.base`.
         */
        Annotation: {
            /** Author */
            author: string | null;
            /** Duration */
            duration: number | null;
            /** External Url */
            external_url: string;
            /** Height */
            height: number;
            /** Id */
            id: string;
            /** Objects */
            objects: number;
            /** Picture Id */
            picture_id: string;
            /** Revision */
            revision: number;
            /** Shapes */
            shapes: components["schemas"]["ShapeView"][] | null;
            status: components["schemas"]["Status"];
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Width */
            width: number;
        };
        /**
         * AnnotationBody
         * @description All shapes of one picture; an empty list says that there is nothing on it.
         */
        AnnotationBody: {
            /**
             * Base
             * @description The revision that was loaded, 0 for none; another one by now is a conflict.
             */
            base?: number | null;
            /**
             * Duration
             * @description Seconds that people spent on it.
             */
            duration?: number | null;
            /**
             * Given
             * @description Anything else about the picture.
             * @default {}
             */
            given?: {
                [key: string]: unknown;
            };
            /** Picture Id */
            picture_id: string;
            /** Shapes */
            shapes: components["schemas"]["ShapeBody"][];
            /** @description Left out: pending when something changed. */
            status?: components["schemas"]["Status"] | null;
        };
        /**
         * Appended
         * @description `kept`: how many of the lines were new; `seq`: the last sequence number that this writer has here.
         */
        Appended: {
            /** Kept */
            kept: number;
            /** Lines */
            lines: number;
            /** Seq */
            seq: number;
        };
        /**
         * AttachedDataset
         * @description The version that an experiment uses.
         *
         *     `moved_on`: its pictures or annotations have changed since; None while that is not known.
         */
        AttachedDataset: {
            /**
             * Attached At
             * Format: date-time
             */
            attached_at: string;
            /** Dataset Id */
            dataset_id: string;
            /** Dataset Name */
            dataset_name: string;
            /** Fingerprint */
            fingerprint: string | null;
            /** Moved On */
            moved_on: boolean | null;
            /** Size */
            size: number;
            /** Trashed */
            trashed: boolean;
            /** Version */
            version: string;
        };
        /**
         * AttachedVersion
         * @description A dataset version that is attached to a project.
         */
        AttachedVersion: {
            /**
             * Attached At
             * Format: date-time
             */
            attached_at: string;
            /** Dataset Id */
            dataset_id: string;
            /** Dataset Name */
            dataset_name: string;
            /** Size */
            size: number;
            /** Version */
            version: string;
        };
        /**
         * Base
         * @description What an experiment started from, and its name at that time; `id` is None once that is gone.
         */
        Base: {
            /** Id */
            id: string | null;
            /** Name */
            name: string;
        };
        /**
         * Best
         * @description The run whose value is the best so far, by the goal of the scan's metric.
         */
        Best: {
            experiment: components["schemas"]["Trial"] | null;
            /** Id */
            id: string;
            /** Order */
            order: number;
            /** Value */
            value: number;
        };
        /**
         * BriefRun
         * @description A run in the list of its scan; `duration` in seconds.
         */
        BriefRun: {
            /** Duration */
            duration: number;
            /** End Time */
            end_time: string | null;
            experiment: components["schemas"]["Trial"] | null;
            /** Id */
            id: string;
            /** Info */
            info: {
                [key: string]: unknown;
            };
            /** Order */
            order: number;
            /** Parameters */
            parameters: {
                [key: string]: unknown;
            };
            /** Start Time */
            start_time: string | null;
            /** Status */
            status: string;
            /** Value */
            value: number | null;
        };
        /**
         * Bundled
         * @description A file that every run gets: its name, and the key under which it was uploaded.
         */
        Bundled: {
            /** File Name */
            file_name: string;
            /** Key */
            key: string;
        };
        /**
         * Change
         * @description An entry of the record of a version; `undone` says that another one has undone it.
         */
        Change: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** By */
            by: string | null;
            /** Id */
            id: string;
            /** Pictures */
            pictures: number;
            /** Undone */
            undone: boolean;
            verb: components["schemas"]["Verb"];
        };
        /**
         * ChangeBody
         * @description What is left out stays.
         */
        ChangeBody: {
            /** Dataset Name */
            dataset_name?: string | null;
            /** Description */
            description?: string | null;
            /** Private */
            private?: boolean | null;
            /** Version */
            version?: string | null;
        };
        /** Changed */
        Changed: {
            /** Changed */
            changed: number;
        };
        /**
         * ChangeLabelBody
         * @description What is left out stays.
         */
        ChangeLabelBody: {
            /** Name */
            name?: string | null;
            /** Source Id */
            source_id?: number | null;
            /** Supercategory */
            supercategory?: string | null;
        };
        /**
         * ChangesBody
         * @description Attributes to set; one that there is not is refused by name.
         */
        ChangesBody: {
            [key: string]: unknown;
        };
        /**
         * ChangeState
         * @enum {string}
         */
        ChangeState: "waiting" | "running" | "done" | "undone" | "failed";
        /**
         * Chapter
         * @description A part of the log: it begins at line `line` and lasts until the next one does.
         */
        Chapter: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Line */
            line: number;
            /** Name */
            name: string;
        };
        /**
         * ChosenBody
         * @description Pictures by id, or all that match a filter.
         */
        ChosenBody: {
            filter?: components["schemas"]["FilterBody"] | null;
            /** Pictures */
            pictures?: string[] | null;
        };
        /**
         * Column
         * @description A name that experiments of a project have logged; `kind` is metric or parameter.
         */
        Column: {
            /** Experiments */
            experiments: number;
            /** Kind */
            kind: string;
            /** Name */
            name: string;
            /** Type */
            type: string;
        };
        /** CompareBody */
        CompareBody: {
            /**
             * Data
             * @description False: only which data they share, and the last numbers.
             * @default true
             */
            data?: boolean;
            /** Experiments */
            experiments: string[];
            /**
             * From
             * @description Least x of the charts.
             */
            from?: number | null;
            /**
             * Names
             * @description Only data of these names.
             */
            names?: string[] | null;
            /**
             * To
             * @description Greatest x of the charts.
             */
            to?: number | null;
            /**
             * Width
             * @description Pixels that a chart is drawn in.
             * @default 200
             */
            width?: number;
        };
        /** ComparedAsset */
        ComparedAsset: {
            /** Items */
            items: components["schemas"]["ComparedData"][];
            /** Name */
            name: string;
            /** Type */
            type: string;
        };
        /**
         * ComparedData
         * @description The data of one experiment under a name that is compared.
         */
        ComparedData: {
            asset: components["schemas"]["DataAsset"];
            /** Experiment Id */
            experiment_id: string;
        };
        /** Comparison */
        Comparison: {
            /** Assets */
            assets: components["schemas"]["ComparedAsset"][];
            /** Experiments */
            experiments: components["schemas"]["Experiment"][];
        };
        /** Counted */
        Counted: {
            /** Count */
            count: number;
        };
        /**
         * CreateBody
         * @description A new dataset of the pictures named, or of all that match a filter.
         */
        CreateBody: {
            /**
             * Description
             * @default
             */
            description?: string;
            filter?: components["schemas"]["FilterBody"] | null;
            /** Name */
            name: string;
            /** Pictures */
            pictures?: string[] | null;
            /**
             * Private
             * @description False lets every signed-in user of the server see and use it.
             * @default true
             */
            private?: boolean;
        };
        /**
         * DataAsset
         * @description What was logged under one name; the first six fields are the reference's object.
         *
         *     `data` is as it was sent (None where only a `chart` was asked for), `points` the rows of a line, `last`
         *     the newest number of each of its series, or the scalars of a value or table. `url` shows an image.
         */
        DataAsset: {
            /** Chart */
            chart?: components["schemas"]["Series"][] | null;
            /** Data */
            data: unknown;
            /**
             * Date Created
             * Format: date-time
             */
            date_created: string;
            /** Id */
            id: number;
            /** Last */
            last?: {
                [key: string]: unknown;
            } | null;
            /**
             * Last Update
             * Format: date-time
             */
            last_update: string;
            /** Name */
            name: string;
            /** Points */
            points?: number | null;
            /** Type */
            type: string;
            /** Url */
            url?: string | null;
        };
        /** DeleteOrganizationBody */
        DeleteOrganizationBody: {
            /**
             * Confirm
             * @description The organization's name, once more.
             */
            confirm: string;
        };
        /** DescribedBody */
        DescribedBody: {
            /** Name */
            name: string;
            /** Sha256 */
            sha256: string;
            /** Size */
            size: number;
        };
        /**
         * Diff
         * @description What `to` has that `since` has not, and the other way round; labels as `name (type)`.
         *
         *     `same` says that pictures and annotations are alike; None while a fingerprint is being found.
         */
        Diff: {
            /** Added */
            added: number;
            /** Kept */
            kept: number;
            labels: components["schemas"]["LabelDiff"];
            /** Removed */
            removed: number;
            /** Same */
            same: boolean | null;
            /** Since */
            since: string;
            /** To */
            to: string;
        };
        /** Difference */
        Difference: {
            /** External Url */
            external_url: string;
            kind: components["schemas"]["DiffKind"];
            /** Objects After */
            objects_after: number | null;
            /** Objects Before */
            objects_before: number | null;
            /** Picture Id */
            picture_id: string;
            /** Status After */
            status_after: string | null;
            /** Status Before */
            status_before: string | null;
        };
        /**
         * Differences
         * @description A page of what differs; `counts` are of all of it, by kind.
         */
        Differences: {
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /** Items */
            items: components["schemas"]["Difference"][];
            /** Next */
            next: string | null;
        };
        /**
         * DiffKind
         * @description How a picture's annotation in one version differs from that in another.
         * @enum {string}
         */
        DiffKind: "added" | "removed" | "changed" | "status";
        /** EndBody */
        EndBody: {
            /** At */
            at?: string | null;
            /** Exit Code */
            exit_code: string;
        };
        /**
         * Entry
         * @description A picture to download: `file_name` is distinct within the version, `url` is signed, `size` in bytes.
         */
        Entry: {
            /** External Url */
            external_url: string;
            /** File Name */
            file_name: string;
            /** Height */
            height: number;
            /** Picture Id */
            picture_id: string;
            /** Sha256 */
            sha256: string | null;
            /** Size */
            size: number;
            /** Url */
            url: string;
            /** Width */
            width: number;
        };
        /**
         * Event
         * @description One thing that changed: who, when, what, and before and after where small.
         */
        Event: {
            /** After */
            after?: unknown;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Before */
            before?: unknown;
            /** Id */
            id: number;
            /** Subject Id */
            subject_id: string | null;
            /** Subject Name */
            subject_name: string | null;
            /** Subject Type */
            subject_type: string;
            /** Username */
            username: string | null;
            /** Verb */
            verb: string;
        };
        /**
         * Exif
         * @description What the camera wrote into the file: names to text, in the order of the file.
         */
        Exif: {
            /** Values */
            values: {
                [key: string]: string;
            };
        };
        /**
         * Experiment
         * @description An experiment as people see it: the reference's object under both names of its id.
         *
         *     `files` and `data` are filled where asked for; `metrics` and `parameters` hold the columns that a list
         *     was asked for.
         */
        Experiment: {
            /** Data */
            data: components["schemas"]["DataAsset"][];
            /** Data Count */
            data_count: number;
            dataset: components["schemas"]["AttachedDataset"] | null;
            /**
             * Date Created
             * Format: date-time
             */
            date_created: string;
            /** Description */
            description: string;
            /** Experiment Id */
            experiment_id: string;
            /** File Count */
            file_count: number;
            /** Files */
            files: components["schemas"]["FileAsset"][];
            /** Id */
            id: string;
            /**
             * Last Update
             * Format: date-time
             */
            last_update: string;
            logging: components["schemas"]["Logging"] | null;
            /** Metrics */
            metrics?: {
                [key: string]: unknown;
            };
            /** Name */
            name: string;
            owner: components["schemas"]["Person"] | null;
            /** Parameters */
            parameters?: {
                [key: string]: unknown;
            };
            previous: components["schemas"]["Base"] | null;
            /** Project */
            project: string;
            /** Project Name */
            project_name: string;
            source: components["schemas"]["Base"] | null;
            /** Status */
            status: string;
        };
        /** ExperimentBody */
        ExperimentBody: {
            /**
             * Dataset
             * @description `<dataset name>/<version>`
             */
            dataset?: string | null;
            /**
             * Description
             * @default
             */
            description?: string;
            /** Name */
            name: string;
            /**
             * Previous
             * @description An experiment of the project, by name or id.
             */
            previous?: string | null;
            /**
             * Source
             * @description `<owner or organization>/<network>`
             */
            source?: string | null;
            /**
             * Status
             * @default started
             */
            status?: string;
            /**
             * With Data
             * @description Copy their `parameters` and `labelmap`.
             * @default true
             */
            with_data?: boolean;
            /**
             * With File
             * @description Copy the files of `previous` and `source`.
             * @default true
             */
            with_file?: boolean;
        };
        /**
         * Facets
         * @description The commonest tags; `exact` is False where the counts are of a sample.
         */
        Facets: {
            /** Exact */
            exact: boolean;
            /** Items */
            items: components["schemas"]["TagCount"][];
        };
        /**
         * FileAsset
         * @description A file of an experiment; the first six fields are the reference's object. `url` is signed, if asked for.
         */
        FileAsset: {
            /**
             * Date Created
             * Format: date-time
             */
            date_created: string;
            /** Id */
            id: number;
            /** Large */
            large: boolean;
            /**
             * Last Update
             * Format: date-time
             */
            last_update: string;
            /** Name */
            name: string;
            /** Object Name */
            object_name: string;
            /** Sha256 */
            sha256: string | null;
            /** Size */
            size: number;
            /** Url */
            url?: string | null;
        };
        /**
         * FileBody
         * @description A file that a client brings; `file_name` is its base name, by default the asset's own name.
         */
        FileBody: {
            /** File Name */
            file_name?: string | null;
            /** Name */
            name: string;
            /** Sha256 */
            sha256: string;
            /** Size */
            size: number;
            /**
             * Upload
             * @description The plan's upload id; left out when the bytes were there.
             */
            upload?: string | null;
        };
        /**
         * FilePlan
         * @enum {string}
         */
        FilePlan: "stored" | "upload" | "refused";
        /** FilesBody */
        FilesBody: {
            /** Files */
            files: components["schemas"]["FileBody"][];
        };
        /** FilterBody */
        FilterBody: {
            /**
             * Q
             * @description As in the search of the lake.
             * @default
             */
            q?: string;
            /**
             * Tags
             * @default []
             */
            tags?: string[];
        };
        /** FinishBody */
        FinishBody: {
            /** Parts */
            parts: components["schemas"]["PartBody"][];
        };
        /**
         * Format
         * @description The formats by the name that a user gives; `parse` takes any case and the aliases.
         * @enum {string}
         */
        Format: "coco" | "voc" | "yolo" | "picsellia" | "hybrid";
        /**
         * FoundLines
         * @description Numbers of the lines that hold a text, in order; `next` is the line from which to look on, if there are more.
         */
        FoundLines: {
            /** Lines */
            lines: number[];
            /** Next */
            next: number | null;
        };
        /**
         * Holder
         * @description A dataset version that holds a picture, and what it says of it; `status` None: no annotation.
         */
        Holder: {
            /** Dataset Id */
            dataset_id: string;
            /** Dataset Name */
            dataset_name: string;
            /** Objects */
            objects: number;
            status: components["schemas"]["Status"] | null;
            /** Version */
            version: string;
        };
        /** HTTPValidationError */
        HTTPValidationError: {
            /** Detail */
            detail?: components["schemas"]["ValidationError"][];
        };
        /**
         * Import
         * @description An import of a file; `state` is queued, running, done or failed; `done` counts pictures so far.
         */
        Import: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Done */
            done: number;
            /** Error */
            error: string | null;
            /** Finished At */
            finished_at: string | null;
            /** Format */
            format: string | null;
            /** Id */
            id: string;
            /** Name */
            name: string;
            pictures_from: components["schemas"]["PicturesFrom"];
            /** Replace */
            replace: boolean;
            /** Report */
            report: {
                [key: string]: unknown;
            } | null;
            /** State */
            state: string;
            /** Version */
            version: string;
        };
        /**
         * ImportBody
         * @description A file of annotations whose bytes were brought by `upload`, or are known by their digest.
         */
        ImportBody: {
            /**
             * Format
             * @description Left out: found out from the file.
             */
            format?: string | null;
            /** Name */
            name: string;
            /**
             * @description `lake`: matching pictures of the lake join the version.
             * @default version
             */
            pictures_from?: components["schemas"]["PicturesFrom"];
            /**
             * Replace
             * @description Also where a picture has an annotation already.
             * @default false
             */
            replace?: boolean;
            /** Sha256 */
            sha256: string;
            /**
             * Upload
             * @description Of `POST /api/uploads/plan`; left out when it was known.
             */
            upload?: string | null;
        };
        /** Invitation */
        Invitation: {
            /** Accepted By */
            accepted_by: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Id */
            id: string;
            role: components["schemas"]["Role"];
            /** Secret */
            secret?: string | null;
        };
        /** InvitationBody */
        InvitationBody: {
            /**
             * Days
             * @default 7
             */
            days?: number;
            /** @default member */
            role?: components["schemas"]["Role"];
        };
        /**
         * JobState
         * @enum {string}
         */
        JobState: "waiting" | "running" | "succeeded" | "failed" | "cancelled";
        /**
         * JobView
         * @description `done` of `total` (None: unknown), `note` in words; `error` says why the last attempt failed.
         */
        JobView: {
            /** Args */
            args: {
                [key: string]: unknown;
            };
            /** Attempts */
            attempts: number;
            /** Done */
            done: number;
            /** Ended At */
            ended_at: string | null;
            /** Error */
            error: string | null;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Note */
            note: string;
            /** Queued At */
            queued_at: string | null;
            /** Started At */
            started_at: string | null;
            state: components["schemas"]["JobState"];
            /** Total */
            total: number | null;
        };
        /**
         * Label
         * @description A class of objects of one version; `position` counts from 0 in the order of the labels.
         *
         *     `objects` are shapes, `annotations` pictures that have one. `colour` is a place in the palette,
         *     `source_id` the id of its category in a COCO file.
         */
        Label: {
            /** Annotations */
            annotations: number;
            /** Colour */
            colour: number;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Objects */
            objects: number;
            /** Position */
            position: number;
            /** Source Id */
            source_id: number | null;
            /** Supercategory */
            supercategory: string;
            type: components["schemas"]["LabelType"];
        };
        /** LabelCount */
        LabelCount: {
            /** Annotations */
            annotations: number;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Objects */
            objects: number;
            /** Type */
            type: string;
        };
        /** LabelDiff */
        LabelDiff: {
            /** Added */
            added: string[];
            /** Removed */
            removed: string[];
        };
        /** LabelsBody */
        LabelsBody: {
            /** Labels */
            labels: components["schemas"]["NewLabelBody"][];
        };
        /**
         * LabelType
         * @enum {string}
         */
        LabelType: "rectangle" | "polygon" | "mask" | "classification";
        /**
         * Line
         * @description A line as it is shown; `number` counts from 0 over the whole stream.
         */
        Line: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Number */
            number: number;
            source: components["schemas"]["Source"];
            /** Text */
            text: string;
        };
        /** LineBody */
        LineBody: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /**
             * Chapter
             * @default false
             */
            chapter?: boolean;
            /**
             * Replaces
             * @default false
             */
            replaces?: boolean;
            /** @default stdout */
            source?: components["schemas"]["Source"];
            /** Text */
            text: string;
        };
        /**
         * LinesBody
         * @description Lines of one writer. `seq` is the first one's number in the writer's own count, from 0.
         */
        LinesBody: {
            /** Lines */
            lines: components["schemas"]["LineBody"][];
            /** Seq */
            seq: number;
            /** Writer */
            writer: string;
        };
        /**
         * LogBody
         * @description A batch of one writer. `seq` is the first record's number in the writer's own count, from 0.
         */
        LogBody: {
            /** Records */
            records: components["schemas"]["RecordBody"][];
            /** Seq */
            seq: number;
            /** Writer */
            writer: string;
        };
        /**
         * LoggedAsset
         * @description A data-asset without its data.
         */
        LoggedAsset: {
            /** Id */
            id: number;
            /** Name */
            name: string;
            /** Points */
            points: number | null;
            /** Type */
            type: string;
        };
        /**
         * Logging
         * @description The reference's logging object.
         */
        Logging: {
            /** Exit Code */
            exit_code: {
                [key: string]: unknown;
            };
            /** Logs */
            logs: {
                [key: string]: string;
            };
            /** Steps */
            steps: {
                [key: string]: number;
            };
            /** Timestamps */
            timestamps: {
                [key: string]: string;
            };
        };
        /**
         * LogReport
         * @description What became of a batch; `last` is the newest sequence number that the server has of the writer.
         */
        LogReport: {
            /** Assets */
            assets: components["schemas"]["LoggedAsset"][];
            /** Kept */
            kept: number;
            /** Last */
            last: number | null;
            /** Refused */
            refused: components["schemas"]["RefusedRecord"][];
            /** Replaced */
            replaced: components["schemas"]["Replaced"][];
            /** Skipped */
            skipped: number;
        };
        /**
         * Look
         * @description A picture of a version in a list, with what is known of its annotation; `status` None: it has none.
         *
         *     `labels` maps the ids of its labels to their numbers of shapes.
         */
        Look: {
            /** Author */
            author: string | null;
            /** Colour */
            colour: number | null;
            /** Duration */
            duration: number | null;
            /** External Url */
            external_url: string;
            /** Height */
            height: number;
            /** Labels */
            labels: {
                [key: string]: number;
            };
            /** Objects */
            objects: number;
            /** Picture Id */
            picture_id: string;
            /** Revision */
            revision: number;
            /** Shapes */
            shapes?: components["schemas"]["ShapeView"][] | null;
            status: components["schemas"]["Status"] | null;
            /** Updated At */
            updated_at: string | null;
            /** Width */
            width: number;
        };
        /**
         * LookFilterBody
         * @description Pictures of the version: all conditions hold.
         */
        LookFilterBody: {
            /** Annotated */
            annotated?: boolean | null;
            /**
             * Labels
             * @default []
             */
            labels?: string[];
            /** Least */
            least?: number | null;
            /** Most */
            most?: number | null;
            /**
             * Name
             * @default
             */
            name?: string;
            /**
             * Sizes
             * @default []
             */
            sizes?: components["schemas"]["SizeClass"][];
            /**
             * Statuses
             * @default []
             */
            statuses?: components["schemas"]["Status"][];
        };
        /**
         * MadeLabel
         * @description `existed`: it was there already, which is no error.
         */
        MadeLabel: {
            /** Existed */
            existed: boolean;
            label: components["schemas"]["Label"];
        };
        /**
         * MaskBody
         * @description COCO's runs: `size` is [height, width], `counts` a list or the compressed string.
         */
        MaskBody: {
            /** Counts */
            counts: number[] | string;
            /** Size */
            size: [
                number,
                number
            ];
        };
        /** Member */
        Member: {
            role: components["schemas"]["Role"];
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /** Username */
            username: string;
        };
        /** MemberBody */
        MemberBody: {
            role: components["schemas"]["Role"];
        };
        /** Named */
        Named: {
            /** Name */
            name: string;
        };
        /**
         * Neighbours
         * @description Ids of the pictures before and after one in a list; None at its ends.
         */
        Neighbours: {
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
        };
        /**
         * Network
         * @description A network as people see it: the reference's object, and what it leaves open.
         *
         *     `files` maps file names to object keys, `labels` indexes from "1" to names. In lists `readme_text` is
         *     None. `thumb_url` is a signed URL, good for a day.
         */
        Network: {
            /** Base Parameters */
            base_parameters: {
                [key: string]: unknown;
            };
            /** Checkpoint Object Name */
            checkpoint_object_name: string;
            /**
             * Date Created
             * Format: date-time
             */
            date_created: string;
            /** Description */
            description: string;
            /** Files */
            files: {
                [key: string]: string;
            };
            /** Framework */
            framework: string;
            /** Labels */
            labels: {
                [key: string]: string;
            };
            /**
             * Last Update
             * Format: date-time
             */
            last_update: string;
            /** Model Id */
            model_id: string;
            /** Model Object Name */
            model_object_name: string;
            /** Network Name */
            network_name: string;
            organization: components["schemas"]["Named"];
            /** Origin Checkpoint Objects */
            origin_checkpoint_objects: {
                [key: string]: unknown;
            };
            owner: components["schemas"]["Person"] | null;
            /** Private */
            private: boolean;
            /** Readme Text */
            readme_text: string | null;
            /** Serving Id */
            serving_id: string;
            /** Tag */
            tag: string[] | null;
            /** Thumb Object Name */
            thumb_object_name: string;
            /** Thumb Url */
            thumb_url: string | null;
            /** Type */
            type: string;
        };
        /**
         * NetworkBody
         * @description `name` and `type`, and any further attribute of the network object.
         */
        NetworkBody: {
            /** Name */
            name: string;
            /** Type */
            type: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * NetworkChanges
         * @description Any attributes of the network object; an unknown one is refused by name.
         */
        NetworkChanges: {
            [key: string]: unknown;
        };
        /**
         * NetworkFile
         * @description A file of a network; `url` is a signed address where it was asked for.
         */
        NetworkFile: {
            /**
             * Date Created
             * Format: date-time
             */
            date_created: string;
            /** Large */
            large: boolean;
            /**
             * Last Update
             * Format: date-time
             */
            last_update: string;
            /** Name */
            name: string;
            /** Object Name */
            object_name: string;
            /** Sha256 */
            sha256: string | null;
            /** Size */
            size: number;
            /** Url */
            url?: string | null;
        };
        /** NewFileBody */
        NewFileBody: {
            /** Name */
            name: string;
            /** Sha256 */
            sha256: string;
            /** Size */
            size: number;
            /**
             * Upload
             * @description The plan's upload id; left out when the bytes were known.
             */
            upload?: string | null;
        };
        /** NewLabelBody */
        NewLabelBody: {
            /** Name */
            name: string;
            /** Source Id */
            source_id?: number | null;
            /**
             * Supercategory
             * @default
             */
            supercategory?: string;
            /** @description `detection` and `segmentation` stand for rectangle and polygon. */
            type: components["schemas"]["LabelType"];
        };
        /**
         * NewToken
         * @description The answer to making a token: the only time that `secret` is seen.
         */
        NewToken: {
            /** Secret */
            secret: string;
            token: components["schemas"]["Token"];
        };
        /**
         * NewVersionBody
         * @description A version made from another; `pictures`, or all that match `filter`, join it.
         */
        NewVersionBody: {
            filter?: components["schemas"]["FilterBody"] | null;
            /**
             * From Version
             * @description `latest` is the newest.
             * @default latest
             */
            from_version?: string | null;
            /** Pictures */
            pictures?: string[] | null;
            /** Version */
            version: string;
        };
        /** OrderBody */
        OrderBody: {
            /**
             * Labels
             * @description The ids of all labels, in the order wanted.
             */
            labels: string[];
        };
        /**
         * Organization
         * @description `role` is the caller's own there.
         */
        Organization: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Personal */
            personal: boolean;
            role?: components["schemas"]["Role"] | null;
        };
        /** OrganizationBody */
        OrganizationBody: {
            /** Name */
            name: string;
        };
        /**
         * Origin
         * @description Where a published network came from.
         */
        Origin: {
            dataset: components["schemas"]["Base"] | null;
            experiment: components["schemas"]["Base"];
            project: components["schemas"]["Base"] | null;
            /**
             * Published At
             * Format: date-time
             */
            published_at: string;
            /** Published By */
            published_by: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_AttachedVersion_: {
            /** Items */
            items: components["schemas"]["AttachedVersion"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_BriefRun_: {
            /** Items */
            items: components["schemas"]["BriefRun"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_Change_: {
            /** Items */
            items: components["schemas"]["Change"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_Column_: {
            /** Items */
            items: components["schemas"]["Column"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_DataAsset_: {
            /** Items */
            items: components["schemas"]["DataAsset"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_Entry_: {
            /** Items */
            items: components["schemas"]["Entry"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_Experiment_: {
            /** Items */
            items: components["schemas"]["Experiment"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_FileAsset_: {
            /** Items */
            items: components["schemas"]["FileAsset"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_Import_: {
            /** Items */
            items: components["schemas"]["Import"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_JobView_: {
            /** Items */
            items: components["schemas"]["JobView"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_Label_: {
            /** Items */
            items: components["schemas"]["Label"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_Look_: {
            /** Items */
            items: components["schemas"]["Look"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_MadeLabel_: {
            /** Items */
            items: components["schemas"]["MadeLabel"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_Network_: {
            /** Items */
            items: components["schemas"]["Network"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_NetworkFile_: {
            /** Items */
            items: components["schemas"]["NetworkFile"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_Past_: {
            /** Items */
            items: components["schemas"]["Past"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_Picture_: {
            /** Items */
            items: components["schemas"]["Picture"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_PlannedFile_: {
            /** Items */
            items: components["schemas"]["PlannedFile"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_Project_: {
            /** Items */
            items: components["schemas"]["Project"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_Scan_: {
            /** Items */
            items: components["schemas"]["Scan"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_TrashedExperiment_: {
            /** Items */
            items: components["schemas"]["TrashedExperiment"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_TrashedNetwork_: {
            /** Items */
            items: components["schemas"]["TrashedNetwork"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_TrashedPicture_: {
            /** Items */
            items: components["schemas"]["TrashedPicture"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_TrashedProject_: {
            /** Items */
            items: components["schemas"]["TrashedProject"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_TrashedVersion_: {
            /** Items */
            items: components["schemas"]["TrashedVersion"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_Version_: {
            /** Items */
            items: components["schemas"]["Version"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Page
         * @description `next` is the cursor of the page after this one, None at the end.
         */
        Page_Worker_: {
            /** Items */
            items: components["schemas"]["Worker"][];
            /** Next */
            next?: string | null;
        };
        /** PartBody */
        PartBody: {
            /** Etag */
            etag: string;
            /** Number */
            number: number;
        };
        /**
         * PartRequest
         * @description Bytes `offset` to `offset + size` of the file go, as they are, to this address.
         */
        PartRequest: {
            /** Headers */
            headers: {
                [key: string]: string;
            };
            /** Method */
            method: string;
            /** Number */
            number: number;
            /** Offset */
            offset: number;
            /** Size */
            size: number;
            /** Url */
            url: string;
        };
        /** PasswordBody */
        PasswordBody: {
            /** New */
            new: string;
            /** Old */
            old: string;
        };
        /**
         * Past
         * @description One moment of a picture's annotation: what `change` made of it; `status` None: it was removed.
         */
        Past: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** By */
            by: string | null;
            /** Change */
            change: string;
            /** Objects */
            objects: number | null;
            status: components["schemas"]["Status"] | null;
            verb: components["schemas"]["Verb"];
        };
        /** Person */
        Person: {
            /** Username */
            username: string;
        };
        /**
         * PickedBody
         * @description Pictures of the version by id, or by filter; `all` of them must be said.
         */
        PickedBody: {
            /**
             * All
             * @default false
             */
            all?: boolean;
            filter?: components["schemas"]["LookFilterBody"] | null;
            /** Pictures */
            pictures?: string[] | null;
        };
        /** RegisterBody */
        picsellia_server__accounts__schemas__RegisterBody: {
            /** Password */
            password: string;
            /** Secret */
            secret: string;
            /** Username */
            username: string;
        };
        /**
         * RestoreBody
         * @description Pictures in the trash by id, or all that went there together.
         */
        picsellia_server__annotations__schemas__RestoreBody: {
            /** Pictures */
            pictures?: string[] | null;
            /** Trash Id */
            trash_id?: string | null;
        };
        /** PlanBody */
        picsellia_server__blobs__schemas__PlanBody: {
            /** Name */
            name: string;
            /** Sha256 */
            sha256: string;
            /** Size */
            size: number;
        };
        /**
         * Order
         * @enum {string}
         */
        picsellia_server__datasets__model__Order: "created" | "-created" | "name" | "-name";
        /**
         * RestoreBody
         * @description Other names, for when the old ones have been taken meanwhile.
         */
        picsellia_server__datasets__schemas__RestoreBody: {
            /** Dataset Name */
            dataset_name?: string | null;
            /** Version */
            version?: string | null;
        };
        /** AttachBody */
        picsellia_server__experiments__schemas__AttachBody: {
            /**
             * Dataset
             * @description `<dataset name>/<version>` or an id; null detaches.
             */
            dataset: string | null;
        };
        /**
         * Order
         * @enum {string}
         */
        picsellia_server__networks__model__Order: "-created" | "created" | "name" | "-name";
        /** RestoreBody */
        picsellia_server__networks__schemas__RestoreBody: {
            /**
             * Name
             * @description Another name, where its own has been taken since.
             */
            name?: string | null;
        };
        /**
         * Order
         * @enum {string}
         */
        picsellia_server__pictures__model__Order: "created" | "-created" | "name" | "-name" | "size" | "-size";
        /** PlanBody */
        picsellia_server__pictures__schemas__PlanBody: {
            /** Files */
            files: components["schemas"]["DescribedBody"][];
        };
        /** RegisterBody */
        picsellia_server__pictures__schemas__RegisterBody: {
            /** Files */
            files: components["schemas"]["NewFileBody"][];
            /**
             * Source
             * @default sdk
             */
            source?: string;
            /**
             * Tags
             * @default []
             */
            tags?: string[];
        };
        /**
         * Order
         * @enum {string}
         */
        picsellia_server__projects__model__Order: "-created" | "created" | "name" | "-name";
        /** AttachBody */
        picsellia_server__projects__schemas__AttachBody: {
            /**
             * Dataset
             * @description `<dataset name>/<version>`, a dataset's name (its newest version), or an id.
             */
            dataset: string;
        };
        /**
         * Picture
         * @description A picture as people see it; the first seven fields are the reference's object.
         *
         *     `external_url` is the file name, `internal_key` the storage key, `colour` the average as 0xRRGGBB (None
         *     until a thumbnail is made), `size` in bytes; width and height as shown, after EXIF rotation.
         */
        Picture: {
            /** Colour */
            colour: number | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Creation Date */
            creation_date: string;
            /** External Url */
            external_url: string;
            /** Height */
            height: number;
            /** Internal Key */
            internal_key: string;
            /** Media Type */
            media_type: string;
            /** Picture Id */
            picture_id: string;
            /** Sha256 */
            sha256: string | null;
            /** Size */
            size: number;
            /** Source */
            source: string;
            /** Tag */
            tag: string[];
            /** Width */
            width: number;
        };
        /**
         * PicturesFrom
         * @description Where an import looks for the pictures of its file.
         * @enum {string}
         */
        PicturesFrom: "version" | "lake";
        /**
         * Plan
         * @description Answers in the order of the files.
         */
        Plan: {
            /** Items */
            items: components["schemas"]["Planned"][];
        };
        /** Planned */
        Planned: {
            /** Code */
            code?: string | null;
            picture?: components["schemas"]["Picture"] | null;
            /** Reason */
            reason?: string | null;
            status: components["schemas"]["PlanStatus"];
            upload?: components["schemas"]["Ticket"] | null;
        };
        /** PlannedFile */
        PlannedFile: {
            /** Code */
            code?: string | null;
            /** Reason */
            reason?: string | null;
            status: components["schemas"]["FilePlan"];
            upload?: components["schemas"]["Ticket"] | null;
        };
        /**
         * PlannedUpload
         * @description How to bring bytes: `upload` is None when they are known, and nothing has to be sent.
         */
        PlannedUpload: {
            upload?: components["schemas"]["Ticket"] | null;
        };
        /**
         * PlanStatus
         * @enum {string}
         */
        PlanStatus: "known" | "stored" | "upload" | "refused";
        /**
         * Project
         * @description A project as people see it. `project_id` is its token; `contributors` are user names, creator first.
         *
         *     `datasets` are attached versions as "name/version"; `experiments` counts the live ones.
         */
        Project: {
            /** Contributors */
            contributors: string[];
            /** Datasets */
            datasets: string[];
            /**
             * Date Created
             * Format: date-time
             */
            date_created: string;
            /** Description */
            description: string;
            /** Experiments */
            experiments: number;
            /**
             * Last Update
             * Format: date-time
             */
            last_update: string;
            organization: components["schemas"]["Named"];
            owner: components["schemas"]["Person"] | null;
            /** Private */
            private: boolean;
            /** Project Id */
            project_id: string;
            /** Project Name */
            project_name: string;
        };
        /** ProjectBody */
        ProjectBody: {
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Private
             * @default true
             */
            private?: boolean;
            /** Project Name */
            project_name: string;
        };
        /**
         * ProjectChanges
         * @description `project_name`, `description`, `private`; anything else is refused by name.
         */
        ProjectChanges: {
            [key: string]: unknown;
        };
        /** PublishBody */
        PublishBody: {
            /**
             * Name
             * @description By default the experiment's own.
             */
            name?: string | null;
            /**
             * Type
             * @description detection, segmentation, classification or another.
             */
            type?: string | null;
        };
        /**
         * RecordBody
         * @description Something to log. Without a type a stored asset keeps its own, and a new one's follows from its shape.
         */
        RecordBody: {
            /** Data */
            data?: unknown;
            /** Name */
            name: string;
            /** @description The bytes of an image, planned as a file is. */
            picture?: components["schemas"]["FileBody"] | null;
            /**
             * Replace
             * @description Start a line anew instead of appending to it.
             * @default false
             */
            replace?: boolean;
            /** Type */
            type?: string | null;
        };
        /** RefusedRecord */
        RefusedRecord: {
            /** Code */
            code: string;
            /** Index */
            index: number;
            /** Name */
            name: string;
            /** Reason */
            reason: string;
        };
        /** Registered */
        Registered: {
            /** Code */
            code?: string | null;
            picture?: components["schemas"]["Picture"] | null;
            /** Reason */
            reason?: string | null;
            status: components["schemas"]["RegisterStatus"];
        };
        /**
         * RegisterStatus
         * @enum {string}
         */
        RegisterStatus: "created" | "known" | "refused";
        /**
         * Registration
         * @description Answers in the order of the files.
         */
        Registration: {
            /** Items */
            items: components["schemas"]["Registered"][];
        };
        /**
         * Removed
         * @description `missing` were no members.
         */
        Removed: {
            /** Missing */
            missing: number;
            /** Removed */
            removed: number;
        };
        /** RenameBody */
        RenameBody: {
            /** Name */
            name: string;
        };
        /** RenameTagBody */
        RenameTagBody: {
            /** Name */
            name: string;
        };
        /**
         * Replaced
         * @description Values that JSON cannot hold: `nan` became null, `text` lost NUL, `large` integers became floats.
         */
        Replaced: {
            /** Large */
            large: number;
            /** Name */
            name: string;
            /** Nan */
            nan: number;
            /** Text */
            text: number;
        };
        /**
         * Restored
         * @description `merged` pictures were uploaded again meanwhile: what the old ones had went to those.
         */
        Restored: {
            /** Merged */
            merged: number;
            /** Restored */
            restored: number;
            /** Versions */
            versions: components["schemas"]["VersionTouched"][];
        };
        /** ReviewBody */
        ReviewBody: {
            /**
             * All
             * @default false
             */
            all?: boolean;
            filter?: components["schemas"]["LookFilterBody"] | null;
            /** Pictures */
            pictures?: string[] | null;
            status: components["schemas"]["Status"];
        };
        /**
         * Role
         * @description Roles in an organization, each with all of the ones before it.
         * @enum {string}
         */
        Role: "viewer" | "annotator" | "member" | "admin" | "owner";
        /**
         * Run
         * @description One combination. `duration` in seconds; `script` is None where an image runs by itself.
         */
        Run: {
            /** Config */
            config: {
                [key: string]: unknown;
            };
            /** Data */
            data: components["schemas"]["Bundled"][];
            /**
             * Date Created
             * Format: date-time
             */
            date_created: string;
            /** Docker Image */
            docker_image: string;
            /** Duration */
            duration: number;
            /** End Time */
            end_time: string | null;
            experiment: components["schemas"]["Trial"] | null;
            /** Id */
            id: string;
            /** Info */
            info: {
                [key: string]: unknown;
            };
            /** Metric */
            metric: string | null;
            /** Order */
            order: number;
            /** Parameters */
            parameters: {
                [key: string]: unknown;
            };
            /** Requirements */
            requirements: {
                [key: string]: string;
            }[];
            script: components["schemas"]["Bundled"] | null;
            /** Start Time */
            start_time: string | null;
            /** Status */
            status: string;
            /** Value */
            value: number | null;
        };
        /**
         * RunChanges
         * @description `status`, `value`, `info`; anything else is refused by name.
         */
        RunChanges: {
            [key: string]: unknown;
        };
        /**
         * Scan
         * @description A scan as lists show it. `goal` is minimize or maximize; None where no metric is named.
         */
        Scan: {
            best: components["schemas"]["Best"] | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Created By */
            created_by: string | null;
            /** Goal */
            goal: string | null;
            /** Id */
            id: string;
            /** Image */
            image: string;
            /** Metric */
            metric: string | null;
            /** Name */
            name: string;
            /** Project */
            project: string;
            /** Project Name */
            project_name: string;
            runs: components["schemas"]["Tally"];
            /** Script */
            script: string | null;
            /** Strategy */
            strategy: string;
            /** Workers */
            workers: number;
        };
        /**
         * ScanBody
         * @description A grid: `parameters` maps names to `{"values": […]}` or `{"value": …}`; every combination is a run.
         */
        ScanBody: {
            /**
             * Config
             * @description parameters, image or script, metric, base_model, dataset, max_run …
             */
            config: {
                [key: string]: unknown;
            };
            /** Name */
            name: string;
            /**
             * Workers
             * @default 1
             */
            workers?: number;
        };
        /**
         * ScanFile
         * @description The script or a data file of a scan; `url` is signed and good for hours. `size` in bytes.
         */
        ScanFile: {
            /** File Name */
            file_name: string;
            /** Size */
            size: number;
            /** Url */
            url: string;
        };
        /**
         * Series
         * @description One curve: `x` and `y` of equal length. `exact` is false where a bucket shows its least and greatest.
         */
        Series: {
            /** Exact */
            exact: boolean;
            /** Name */
            name: string;
            /** X */
            x: (number)[];
            /** Y */
            y: (number | null)[];
        };
        /**
         * ShapeBody
         * @description One object. The box of a polygon or mask may be left out; a classification has none.
         */
        ShapeBody: {
            /**
             * Box
             * @description x, y, width, height in pixels from the top-left corner.
             */
            box?: [
                number,
                number,
                number,
                number
            ] | null;
            /**
             * Given
             * @description Anything else; it is kept and exported.
             * @default {}
             */
            given?: {
                [key: string]: unknown;
            };
            /**
             * Id
             * @description A UUID that the client chose; left out, it gets one.
             */
            id?: string | null;
            /**
             * Iscrowd
             * @default false
             */
            iscrowd?: boolean;
            /** Label */
            label: string;
            /**
             * Rings
             * @description [[x1, y1, x2, y2, …], …] in pixels.
             * @default []
             */
            rings?: (number)[][];
            rle?: components["schemas"]["MaskBody"] | null;
            type: components["schemas"]["ShapeType"];
        };
        /**
         * ShapeType
         * @enum {string}
         */
        ShapeType: "rectangle" | "polygon" | "mask" | "classification";
        /**
         * ShapeView
         * @description A shape as people see it. `box` is x, y, width, height in pixels; `area` in square pixels.
         */
        ShapeView: {
            /** Box */
            box: number[] | null;
            /** Given */
            given: {
                [key: string]: unknown;
            };
            /** Id */
            id: string;
            /** Iscrowd */
            iscrowd: boolean;
            /** Label */
            label: string;
            /** Rings */
            rings: number[][];
            /** Rle */
            rle: {
                [key: string]: unknown;
            } | null;
            /** Type */
            type: string;
        };
        /**
         * Shelf
         * @description Whose versions a list shows: the organization's own, or what others let everybody see.
         * @enum {string}
         */
        Shelf: "own" | "hub";
        /**
         * Side
         * @enum {string}
         */
        Side: "added" | "removed";
        /**
         * SignedRequest
         * @description A request that a client makes as it is, without credentials: the URL is the credential.
         */
        SignedRequest: {
            /** Headers */
            headers?: {
                [key: string]: string;
            };
            /** Method */
            method: string;
            /** Url */
            url: string;
        };
        /** SignInBody */
        SignInBody: {
            /** Password */
            password: string;
            /** Username */
            username: string;
        };
        /**
         * SizeClass
         * @description COCO's sizes of objects, by area: below 32 x 32 pixels, below 96 x 96, and the rest.
         * @enum {string}
         */
        SizeClass: "small" | "medium" | "large";
        /**
         * Source
         * @enum {string}
         */
        Source: "stdout" | "stderr" | "system";
        /**
         * Statistics
         * @description Numbers of a version, its labels in their order.
         *
         *     `shapes_per_picture` maps a number of shapes to the annotated pictures that have it; `seconds` is the time
         *     that people spent. Sizes count all shapes, those of labels in the trash as well.
         */
        Statistics: {
            /** Annotated */
            annotated: number;
            /** Labels */
            labels: components["schemas"]["LabelCount"][];
            /** Objects */
            objects: number;
            /** Pictures */
            pictures: number;
            /** Seconds */
            seconds: number;
            /** Shapes Per Picture */
            shapes_per_picture: {
                [key: string]: number;
            };
            /** Sizes */
            sizes: {
                [key: string]: number;
            };
            /** Statuses */
            statuses: {
                [key: string]: number;
            };
        };
        /**
         * Status
         * @enum {string}
         */
        Status: "pending" | "accepted" | "refused" | "skipped";
        /** Stream */
        Stream: {
            /** Chapters */
            chapters: components["schemas"]["Chapter"][];
            /** Ended At */
            ended_at: string | null;
            /** Exit Code */
            exit_code: string | null;
            /** Id */
            id: string;
            /** Last At */
            last_at: string | null;
            /** Lines */
            lines: number;
            /** Started At */
            started_at: string | null;
            state: components["schemas"]["StreamState"];
        };
        /**
         * StreamState
         * @enum {string}
         */
        StreamState: "empty" | "running" | "stopped" | "ended";
        /** TagBody */
        TagBody: {
            /**
             * Add
             * @default []
             */
            add?: string[];
            filter?: components["schemas"]["FilterBody"] | null;
            /** Pictures */
            pictures?: string[] | null;
            /**
             * Remove
             * @default []
             */
            remove?: string[];
        };
        /**
         * TagChange
         * @description Tags put on pictures and taken off them. `done` of `pictures` while a job is at work; `error` where it failed.
         */
        TagChange: {
            /** Add */
            add: string[];
            /** Done */
            done: number;
            /** Error */
            error: string | null;
            /** Id */
            id: string;
            /** Pictures */
            pictures: number;
            /** Remove */
            remove: string[];
            state: components["schemas"]["ChangeState"];
        };
        /** TagChangeBody */
        TagChangeBody: {
            /**
             * Add
             * @default []
             */
            add?: string[];
            filter?: components["schemas"]["FilterBody"] | null;
            /** Pictures */
            pictures?: string[] | null;
            /**
             * Remove
             * @default []
             */
            remove?: string[];
            /**
             * Without
             * @description Not these pictures, though they match.
             * @default []
             */
            without?: string[];
        };
        /** TagCount */
        TagCount: {
            /** Name */
            name: string;
            /** Pictures */
            pictures: number;
        };
        /**
         * Tally
         * @description How many runs a scan has: nobody has taken those that wait; the others run until they are ended.
         */
        Tally: {
            /** Ended */
            ended: number;
            /** Running */
            running: number;
            /** Total */
            total: number;
            /** Waiting */
            waiting: number;
        };
        /**
         * Ticket
         * @description Leave to bring bytes: one request, or, for large files, `parts` and then `finish`.
         */
        Ticket: {
            /** Finish */
            finish?: string | null;
            /** Id */
            id: string;
            /** Parts */
            parts?: components["schemas"]["PartRequest"][];
            request?: components["schemas"]["SignedRequest"] | null;
        };
        /**
         * Token
         * @description An API token as it is listed: its secret is shown once, when made, and kept as a hash.
         */
        Token: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Expires At */
            expires_at: string | null;
            /** Id */
            id: string;
            /** Last Used At */
            last_used_at: string | null;
            /** Name */
            name: string;
            /** Organization */
            organization: string | null;
            /** Revoked At */
            revoked_at: string | null;
            /** Start */
            start: string;
            /** Username */
            username: string;
        };
        /** TokenBody */
        TokenBody: {
            /** Expires At */
            expires_at?: string | null;
            /** Name */
            name: string;
            /**
             * Organization
             * @description Bind it to the current organization; its admins see it.
             * @default false
             */
            organization?: boolean;
        };
        /**
         * Trashed
         * @description Pictures that went to the trash, and the versions that they left with them.
         */
        Trashed: {
            /** Trash Id */
            trash_id: string | null;
            /** Trashed */
            trashed: number;
            /** Versions */
            versions: components["schemas"]["VersionTouched"][];
        };
        /** TrashedExperiment */
        TrashedExperiment: {
            experiment: components["schemas"]["Experiment"];
            /**
             * Trashed At
             * Format: date-time
             */
            trashed_at: string;
            /** Trashed By */
            trashed_by: string | null;
        };
        /** TrashedNetwork */
        TrashedNetwork: {
            network: components["schemas"]["Network"];
            /**
             * Trashed At
             * Format: date-time
             */
            trashed_at: string;
            /** Trashed By */
            trashed_by: string | null;
        };
        /** TrashedPicture */
        TrashedPicture: {
            picture: components["schemas"]["Picture"];
            /** Tags */
            tags?: string[];
            /** Trash Id */
            trash_id: string;
            /**
             * Trashed At
             * Format: date-time
             */
            trashed_at: string;
            /** Trashed By */
            trashed_by: string | null;
        };
        /** TrashedProject */
        TrashedProject: {
            project: components["schemas"]["Project"];
            /**
             * Trashed At
             * Format: date-time
             */
            trashed_at: string;
            /** Trashed By */
            trashed_by: string | null;
        };
        /** TrashedVersion */
        TrashedVersion: {
            /**
             * Trashed At
             * Format: date-time
             */
            trashed_at: string;
            /** Trashed By */
            trashed_by: string | null;
            version: components["schemas"]["Version"];
        };
        /**
         * Trial
         * @description The experiment of a run.
         */
        Trial: {
            /** Description */
            description: string;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Status */
            status: string;
        };
        /** ValidationError */
        ValidationError: {
            /** Context */
            ctx?: Record<string, never>;
            /** Input */
            input?: unknown;
            /** Location */
            loc: (string | number)[];
            /** Message */
            msg: string;
            /** Error Type */
            type: string;
        };
        /**
         * Verb
         * @description What a change did.
         * @enum {string}
         */
        Verb: "written" | "imported" | "reviewed" | "deleted" | "restored" | "copied" | "undone";
        /**
         * Version
         * @description A version as people see it; the first seven fields are the reference's dataset object.
         *
         *     `dataset_id` is the version's own id (what the published clients pass around), `dataset` that of all
         *     versions together; `size` in pictures. `labels` are those with the most objects where versions are listed,
         *     else all, in their order; `objects` counts the shapes of all labels. `fingerprint` is 64 hex digits over
         *     pictures and annotations, None while it is being found.
         */
        Version: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Created By */
            created_by: string | null;
            /** Dataset */
            dataset: string;
            /** Dataset Id */
            dataset_id: string;
            /** Dataset Name */
            dataset_name: string;
            /** Description */
            description: string;
            /** Fingerprint */
            fingerprint: string | null;
            /** Label Count */
            label_count: number;
            /** Labels */
            labels: components["schemas"]["Label"][];
            /** Objects */
            objects: number;
            /** Organization */
            organization: string;
            /** Private */
            private: boolean;
            /** Size */
            size: number;
            /** Version */
            version: string;
        };
        /** VersionTouched */
        VersionTouched: {
            /** Dataset */
            dataset: string;
            /** Pictures */
            pictures: number;
            /** Version */
            version: string;
        };
        /**
         * Welcome
         * @description The answer to a ping.
         */
        Welcome: {
            /** Min Sdk */
            min_sdk: string;
            organization: components["schemas"]["Organization"];
            /** Sdk */
            sdk: string;
            /** Server */
            server: string;
            /** User Id */
            user_id: string;
            /** Username */
            username: string;
            /** Wheel */
            wheel: string;
        };
        /**
         * WholeScan
         * @description A scan with its configuration, and the files that each run gets.
         */
        WholeScan: {
            /** Config */
            config: {
                [key: string]: unknown;
            };
            /** Data */
            data: components["schemas"]["ScanFile"][];
            /** Requirements */
            requirements: {
                [key: string]: string;
            }[];
            scan: components["schemas"]["Scan"];
            script: components["schemas"]["ScanFile"] | null;
        };
        /**
         * Worker
         * @description A person who works on the project; `id` is the user's.
         */
        Worker: {
            /** Id */
            id: string;
            /** Username */
            username: string;
        };
        /** WriteBody */
        WriteBody: {
            /** Annotations */
            annotations: components["schemas"]["AnnotationBody"][];
        };
        /**
         * Written
         * @description What a change did: `change` names it for an undo, None when there was nothing to change.
         */
        Written: {
            /** Change */
            change: string | null;
            /**
             * Deleted
             * @default 0
             */
            deleted?: number;
            /**
             * Kept
             * @default 0
             */
            kept?: number;
            /** Labels */
            labels?: string[];
            /**
             * Moved On
             * @default 0
             */
            moved_on?: number;
            /**
             * Shapes
             * @default 0
             */
            shapes?: number;
            /**
             * Unchanged
             * @default 0
             */
            unchanged?: number;
            /**
             * Written
             * @default 0
             */
            written?: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listing_api_datasets_get: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Most items in the answer. */
                limit?: number;
                /** @description Only versions of this dataset. */
                name?: string | null;
                /** @description Only the newest version of each dataset. */
                newest?: boolean;
                order?: components["schemas"]["picsellia_server__datasets__model__Order"];
                /** @description A part of the dataset's name. */
                q?: string;
                /** @description `hub`: what other organizations let everybody see. */
                shelf?: components["schemas"]["Shelf"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Version_"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    create_api_datasets_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
            /** @description `datasets.no_pictures` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `pictures.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `datasets.taken` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    version_named_api_datasets__name___version__get: {
        parameters: {
            query?: {
                /** @description Another organization that shares it. */
                owner?: string | null;
            };
            header?: never;
            path: {
                name: string;
                /** @description `latest` is the newest. */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
            /** @description `datasets.unknown`; `datasets.version_unknown`; `accounts.organization_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    new_version_api_datasets__name__versions_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewVersionBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
            /** @description `datasets.unknown`; `datasets.version_unknown`; `pictures.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `datasets.version_taken` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
            /** @description `datasets.version_busy` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    events_api_events_get: {
        parameters: {
            query?: {
                /** @description Only events with smaller ids: the page after. */
                below?: number | null;
                /** @description Most items in the answer. */
                limit?: number;
                subject_id?: string | null;
                subject_type?: string | null;
                username?: string | null;
                verb?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"][];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    one_api_experiments__experiment_id__get: {
        parameters: {
            query?: {
                /** @description With a signed address of each file. */
                urls?: boolean;
                /** @description Fill `data`, with every point of every line. */
                with_data?: boolean;
                /** @description Fill `files`. */
                with_files?: boolean;
            };
            header?: never;
            path: {
                experiment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Experiment"];
                };
            };
            /** @description `experiments.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    trash_api_experiments__experiment_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `experiments.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    update_api_experiments__experiment_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangesBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Experiment"];
                };
            };
            /** @description `experiments.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `experiments.taken` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    export_annotations_api_experiments__experiment_id__annotations_get: {
        parameters: {
            query?: {
                /** @description hybrid, coco or picsellia */
                format?: components["schemas"]["Format"];
                /** @description all, or a status: accepted, pending, … */
                type?: string;
            };
            header?: never;
            path: {
                experiment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `experiments.unknown`; `datasets.version_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `experiments.no_dataset` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    csv_api_experiments__experiment_id__csv__name__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment_id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `experiments.data` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `experiments.unknown`; `experiments.data_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    listing_api_experiments__experiment_id__data_get: {
        parameters: {
            query?: {
                /** @description Only data of these names. */
                name?: string[] | null;
                /** @description Lines as charts of so many pixels, instead of all points. */
                width?: number | null;
                /** @description False: only what there is, and the last numbers. */
                with_data?: boolean;
            };
            header?: never;
            path: {
                experiment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_DataAsset_"];
                };
            };
            /** @description `experiments.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `experiments.answer_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    log_one_api_experiments__experiment_id__data_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogReport"];
                };
            };
            /** @description `experiments.data`; `experiments.line` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `experiments.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `experiments.line_full` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    delete_all_api_experiments__experiment_id__data_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `experiments.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    one_api_experiments__experiment_id__data__name__get: {
        parameters: {
            query?: {
                /** @description Least x of the chart. */
                from?: number | null;
                /** @description Greatest x of the chart. */
                to?: number | null;
                /** @description Lines as charts of so many pixels, instead of all points. */
                width?: number | null;
            };
            header?: never;
            path: {
                experiment_id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DataAsset"];
                };
            };
            /** @description `experiments.unknown`; `experiments.data_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `experiments.answer_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    delete_api_experiments__experiment_id__data__name__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment_id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `experiments.unknown`; `experiments.data_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    update_api_experiments__experiment_id__data__name__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment_id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangesBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DataAsset"];
                };
            };
            /** @description `experiments.data` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `experiments.unknown`; `experiments.data_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `experiments.name_in_use` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    attach_dataset_api_experiments__experiment_id__dataset_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["picsellia_server__experiments__schemas__AttachBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Experiment"];
                };
            };
            /** @description `experiments.unknown`; `datasets.unknown`; `datasets.version_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    listing_api_experiments__experiment_id__files_get: {
        parameters: {
            query?: {
                /** @description With a signed address of each. */
                urls?: boolean;
            };
            header?: never;
            path: {
                experiment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_FileAsset_"];
                };
            };
            /** @description `experiments.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    store_api_experiments__experiment_id__files_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FilesBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_FileAsset_"];
                };
            };
            /** @description `experiments.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `blobs.bytes_missing` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    delete_all_api_experiments__experiment_id__files_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `experiments.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    one_api_experiments__experiment_id__files__name__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment_id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileAsset"];
                };
            };
            /** @description `experiments.unknown`; `experiments.file_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    delete_api_experiments__experiment_id__files__name__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment_id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `experiments.unknown`; `experiments.file_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    rename_api_experiments__experiment_id__files__name__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment_id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenameBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileAsset"];
                };
            };
            /** @description `experiments.unknown`; `experiments.file_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `experiments.name_in_use` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    plan_api_experiments__experiment_id__files_plan_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FilesBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PlannedFile_"];
                };
            };
            /** @description `experiments.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    log_api_experiments__experiment_id__log_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LogBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogReport"];
                };
            };
            /** @description `experiments.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `experiments.log_gap` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    publish_api_experiments__experiment_id__publish_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Network"];
                };
            };
            /** @description `networks.labels` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `experiments.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `networks.taken` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    restore_api_experiments__experiment_id__restore_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["picsellia_server__networks__schemas__RestoreBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Experiment"];
                };
            };
            /** @description `experiments.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `experiments.taken` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    stream_api_experiments__experiment_id__stream_get: {
        parameters: {
            query?: {
                /** @description As the header, for a browser that connects anew. */
                last?: string | null;
            };
            header?: {
                "Last-Event-ID"?: string | null;
            };
            path: {
                experiment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events, until one side hangs up. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "text/event-stream": unknown;
                };
            };
            /** @description `experiments.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
            /** @description `live.too_many` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    one_api_experiments__experiment_id__telemetry_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stream"] | null;
                };
            };
            /** @description `experiments.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    beat_api_experiments__experiment_id__telemetry_beat_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `experiments.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    end_api_experiments__experiment_id__telemetry_end_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `experiments.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    found_api_experiments__experiment_id__telemetry_found_get: {
        parameters: {
            query: {
                limit?: number;
                /** @description Text, in either case. */
                q: string;
                /** @description From this line on. */
                start?: number;
            };
            header?: never;
            path: {
                experiment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundLines"];
                };
            };
            /** @description `experiments.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    lines_api_experiments__experiment_id__telemetry_lines_get: {
        parameters: {
            query?: {
                limit?: number;
                /** @description From this line on; negative: from the end. */
                start?: number;
            };
            header?: never;
            path: {
                experiment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Line"][];
                };
            };
            /** @description `experiments.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    append_api_experiments__experiment_id__telemetry_lines_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinesBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Appended"];
                };
            };
            /** @description `telemetry.gap` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `experiments.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    text_api_experiments__experiment_id__telemetry_text_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `experiments.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    organization_stream_api_experiments_stream_get: {
        parameters: {
            query?: {
                /** @description As the header, for a browser that connects anew. */
                last?: string | null;
            };
            header?: {
                "Last-Event-ID"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events, until one side hangs up. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "text/event-stream": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
            /** @description `live.too_many` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    import_one_api_imports__import_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            /** @description `annotations.import_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    accept_invitation_api_invitations_accept_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"];
                };
            };
            /** @description `accounts.invitation_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    register_api_invitations_register_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["picsellia_server__accounts__schemas__RegisterBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `accounts.invitation_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `accounts.name_taken` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    listing_api_jobs_get: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Most items in the answer. */
                limit?: number;
                /** @description Only jobs in this state. */
                state?: components["schemas"]["JobState"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_JobView_"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    one_api_jobs__job_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobView"];
                };
            };
            /** @description `jobs.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    run_again_api_jobs__job_id__again_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobView"];
                };
            };
            /** @description `jobs.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `jobs.not_failed` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    cancel_api_jobs__job_id__cancel_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobView"];
                };
            };
            /** @description `jobs.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `jobs.over` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    delete_api_labels__label_id__delete: {
        parameters: {
            query?: {
                /** @description Also when shapes have it; they are hidden with it. */
                used?: boolean;
            };
            header?: never;
            path: {
                label_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `datasets.label_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `datasets.label_used` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    change_api_labels__label_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                label_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeLabelBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Label"];
                };
            };
            /** @description `datasets.label_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `datasets.label_taken` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    restore_api_labels__label_id__restore_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                label_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Label"];
                };
            };
            /** @description `datasets.label_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `datasets.label_taken` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    change_password_api_me_password_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `accounts.password_not_changed`; `accounts.token_bound` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
            /** @description `accounts.too_many_tries` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listing_api_networks_get: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string | null;
                framework?: string | null;
                /** @description Most items in the answer. */
                limit?: number;
                order?: components["schemas"]["picsellia_server__networks__model__Order"];
                /** @description Part of the name or the description. */
                q?: string;
                /** @description Only networks that carry all of these tags. */
                tag?: string[];
                type?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Network_"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    create_api_networks_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NetworkBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Network"];
                };
            };
            /** @description `networks.taken` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    one_api_networks__network_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                network_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Network"];
                };
            };
            /** @description `networks.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    trash_api_networks__network_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                network_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `networks.not_yours` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `networks.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    update_api_networks__network_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                network_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NetworkChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Network"];
                };
            };
            /** @description `networks.labels` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `networks.not_yours` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `networks.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `networks.taken` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    files_api_networks__network_id__files_get: {
        parameters: {
            query?: {
                /** @description With a signed address of each. */
                urls?: boolean;
            };
            header?: never;
            path: {
                network_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_NetworkFile_"];
                };
            };
            /** @description `networks.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    store_api_networks__network_id__files_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                network_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FilesBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_NetworkFile_"];
                };
            };
            /** @description `networks.not_yours` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `networks.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `blobs.bytes_missing` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    file_api_networks__network_id__files__name__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                network_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NetworkFile"];
                };
            };
            /** @description `networks.unknown`; `networks.file_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    delete_file_api_networks__network_id__files__name__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                network_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `networks.not_yours` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `networks.unknown`; `networks.file_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    plan_api_networks__network_id__files_plan_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                network_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FilesBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PlannedFile_"];
                };
            };
            /** @description `networks.not_yours` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `networks.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    origin_api_networks__network_id__origin_get: {
        parameters: {
            query?: {
                /** @description Answer null for one that was not published, not 404. */
                or_null?: boolean;
            };
            header?: never;
            path: {
                network_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Origin"] | null;
                };
            };
            /** @description `networks.unknown`; `experiments.not_published` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    restore_api_networks__network_id__restore_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                network_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["picsellia_server__networks__schemas__RestoreBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Network"];
                };
            };
            /** @description `networks.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `networks.taken` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    set_thumbnail_api_networks__network_id__thumbnail_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                network_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FileBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Network"];
                };
            };
            /** @description `networks.thumbnail` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `networks.not_yours` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `networks.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `blobs.bytes_missing` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    hub_api_networks_hub_get: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string | null;
                framework?: string | null;
                /** @description Most items in the answer. */
                limit?: number;
                order?: components["schemas"]["picsellia_server__networks__model__Order"];
                /** @description Part of the name or the description. */
                q?: string;
                /** @description Only networks that carry all of these tags. */
                tag?: string[];
                type?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Network_"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    in_hub_api_networks_hub__organization___name__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Network"];
                };
            };
            /** @description `networks.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    trashed_api_networks_trash_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TrashedNetwork_"];
                };
            };
        };
    };
    organization_api_organization_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"];
                };
            };
        };
    };
    rename_organization_api_organization_patch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrganizationBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"];
                };
            };
            /** @description `accounts.name_taken` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    delete_organization_api_organization_delete_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeleteOrganizationBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    invitations_api_organization_invitations_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"][];
                };
            };
        };
    };
    invite_api_organization_invitations_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    revoke_invitation_api_organization_invitations__invitation_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invitation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `accounts.invitation_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    members_api_organization_members_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"][];
                };
            };
        };
    };
    set_member_api_organization_members__username__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                username: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"][];
                };
            };
            /** @description `accounts.user_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `accounts.last_owner` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    remove_member_api_organization_members__username__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `accounts.user_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `accounts.last_owner` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    organization_tokens_api_organization_tokens_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"][];
                };
            };
        };
    };
    organizations_api_organizations_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"][];
                };
            };
        };
    };
    found_organization_api_organizations_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrganizationBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"];
                };
            };
            /** @description `accounts.name_taken` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    listing_api_pictures_get: {
        parameters: {
            query?: {
                /** @description With `shape=rows`: these fields alone, with commas between them. */
                columns?: string;
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description At most 1,000, or 10,000 with `shape=rows`. */
                limit?: number;
                order?: components["schemas"]["picsellia_server__pictures__model__Order"];
                /** @description Words and terms: `drone -tag:night width>1000`. */
                q?: string;
                /** @description `rows`: columns once, then arrays. */
                shape?: "items" | "rows";
                /** @description Only pictures that carry all of these tags. */
                tag?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Picture_"];
                };
            };
            /** @description `pictures.query` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    register_api_pictures_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["picsellia_server__pictures__schemas__RegisterBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registration"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    one_api_pictures__picture_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                picture_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Picture"];
                };
            };
            /** @description `pictures.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    exif_api_pictures__picture_id__exif_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                picture_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exif"];
                };
            };
            /** @description `pictures.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    neighbours_api_pictures__picture_id__neighbours_get: {
        parameters: {
            query?: {
                order?: components["schemas"]["picsellia_server__pictures__model__Order"];
                /** @description Words and terms: `drone -tag:night width>1000`. */
                q?: string;
                /** @description Only pictures that carry all of these tags. */
                tag?: string[];
            };
            header?: never;
            path: {
                picture_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Neighbours"];
                };
            };
            /** @description `pictures.query` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `pictures.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    thumbnail_api_pictures__picture_id__thumbnail__side__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                picture_id: string;
                /** @description Longest side, in pixels. */
                side: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `pictures.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    address_api_pictures__picture_id__url_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                picture_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Address"];
                };
            };
            /** @description `pictures.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    holders_api_pictures__picture_id__versions_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                picture_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Holder"][];
                };
            };
            /** @description `pictures.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    anchors_api_pictures_anchors_get: {
        parameters: {
            query?: {
                every?: number;
                order?: components["schemas"]["picsellia_server__pictures__model__Order"];
                /** @description Words and terms: `drone -tag:night width>1000`. */
                q?: string;
                /** @description Only pictures that carry all of these tags. */
                tag?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Anchors"];
                };
            };
            /** @description `pictures.query` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    count_api_pictures_count_get: {
        parameters: {
            query?: {
                /** @description Words and terms: `drone -tag:night width>1000`. */
                q?: string;
                /** @description Only pictures that carry all of these tags. */
                tag?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Counted"];
                };
            };
            /** @description `pictures.query` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    plan_api_pictures_plan_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["picsellia_server__pictures__schemas__PlanBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    restore_api_pictures_restore_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["picsellia_server__annotations__schemas__RestoreBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Restored"];
                };
            };
            /** @description `annotations.trash_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `annotations.restore_raced` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    tag_many_api_pictures_tags_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description `pictures.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    trash_page_api_pictures_trash_get: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Most items in the answer. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TrashedPicture_"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    trash_api_pictures_trash_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChosenBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trashed"];
                };
            };
            /** @description `pictures.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    ping_api_ping_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Welcome"];
                };
            };
        };
    };
    listing_api_projects_get: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Most items in the answer. */
                limit?: number;
                order?: components["schemas"]["picsellia_server__projects__model__Order"];
                /** @description Part of the name or the description. */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Project_"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    create_api_projects_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description `projects.taken` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    one_api_projects__project_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description `projects.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    trash_api_projects__project_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `projects.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    update_api_projects__project_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description `projects.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `projects.taken` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    attached_api_projects__project_id__datasets_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AttachedVersion_"];
                };
            };
            /** @description `projects.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    attach_dataset_api_projects__project_id__datasets_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["picsellia_server__projects__schemas__AttachBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description `projects.unknown`; `datasets.unknown`; `datasets.version_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    detach_dataset_api_projects__project_id__datasets_delete: {
        parameters: {
            query: {
                /** @description As when attaching. */
                dataset: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description `projects.unknown`; `datasets.unknown`; `datasets.version_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    listing_api_projects__project_id__experiments_get: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Most items in the answer. */
                limit?: number;
                /** @description Show the last number of these metrics. */
                metric?: string[];
                /** @description created, updated, name, status, metric:<name>, parameter:<name>; - descends. */
                order?: string;
                /** @description Show these parameters. */
                parameter?: string[];
                /** @description Part of the name or the description. */
                q?: string;
                status?: string[];
                /** @description All must hold: `metric:loss<0.5`, `parameter:optimizer=adam`. */
                where?: string[];
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Experiment_"];
                };
            };
            /** @description `experiments.query` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `projects.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    create_api_projects__project_id__experiments_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExperimentBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Experiment"];
                };
            };
            /** @description `projects.unknown`; `experiments.unknown`; `networks.unknown`; `datasets.unknown`; `datasets.version_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `experiments.taken` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    delete_all_api_projects__project_id__experiments_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `projects.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    one_in_api_projects__project_id__experiments__experiment__get: {
        parameters: {
            query?: {
                /** @description With a signed address of each file. */
                urls?: boolean;
                /** @description Fill `data`, with every point of every line. */
                with_data?: boolean;
                /** @description Fill `files`. */
                with_files?: boolean;
            };
            header?: never;
            path: {
                experiment: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Experiment"];
                };
            };
            /** @description `projects.unknown`; `experiments.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    columns_api_projects__project_id__experiments_columns_get: {
        parameters: {
            query?: {
                /** @description Most items in the answer. */
                limit?: number;
                q?: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Column_"];
                };
            };
            /** @description `projects.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    compare_api_projects__project_id__experiments_compare_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompareBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comparison"];
                };
            };
            /** @description `experiments.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    count_api_projects__project_id__experiments_count_get: {
        parameters: {
            query?: {
                /** @description Part of the name or the description. */
                q?: string;
                status?: string[];
                /** @description All must hold: `metric:loss<0.5`, `parameter:optimizer=adam`. */
                where?: string[];
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `projects.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    project_stream_api_projects__project_id__experiments_stream_get: {
        parameters: {
            query?: {
                /** @description As the header, for a browser that connects anew. */
                last?: string | null;
            };
            header?: {
                "Last-Event-ID"?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events, until one side hangs up. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "text/event-stream": unknown;
                };
            };
            /** @description `projects.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
            /** @description `live.too_many` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    trashed_api_projects__project_id__experiments_trash_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TrashedExperiment_"];
                };
            };
            /** @description `projects.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    restore_api_projects__project_id__restore_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["picsellia_server__networks__schemas__RestoreBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description `projects.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `projects.taken` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    listing_api_projects__project_id__scans_get: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Most items in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Scan_"];
                };
            };
            /** @description `projects.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    create_api_projects__project_id__scans_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScanBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeScan"];
                };
            };
            /** @description `scans.config` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `projects.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `scans.taken` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    workers_api_projects__project_id__workers_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Worker_"];
                };
            };
            /** @description `projects.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    add_worker_api_projects__project_id__workers__username__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Worker_"];
                };
            };
            /** @description `projects.unknown`; `projects.worker_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    remove_worker_api_projects__project_id__workers__username__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Worker_"];
                };
            };
            /** @description `projects.unknown`; `projects.worker_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    trashed_api_projects_trash_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TrashedProject_"];
                };
            };
        };
    };
    run_api_runs__run_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description `scans.run_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    update_api_runs__run_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description `scans.run_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    end_api_runs__run_id__end_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description `scans.run_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    one_api_scans__scan_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                scan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeScan"];
                };
            };
            /** @description `scans.id_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    delete_api_scans__scan_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                scan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `scans.id_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    take_api_scans__scan_id__next_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                scan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description `scans.id_unknown`; `scans.finished` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    runs_api_scans__scan_id__runs_get: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Most items in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                scan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_BriefRun_"];
                };
            };
            /** @description `scans.id_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    sign_in_api_sessions_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `accounts.wrong_password` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
            /** @description `accounts.too_many_tries` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    sign_out_api_sessions_current_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    begin_api_tag_changes_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagChangeBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagChange"];
                };
            };
            /** @description `pictures.query` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `pictures.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    one_api_tag_changes__change_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                change_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagChange"];
                };
            };
            /** @description `tags.change_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    undo_api_tag_changes__change_id__undo_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                change_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagChange"];
                };
            };
            /** @description `tags.change_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `tags.change_running` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    tags_api_tags_get: {
        parameters: {
            query?: {
                limit?: number;
                /** @description Words and terms: `drone -tag:night width>1000`. */
                q?: string;
                /** @description Only pictures that carry all of these tags. */
                tag?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Facets"];
                };
            };
            /** @description `pictures.query` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    delete_tag_api_tags__name__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `pictures.tag_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    rename_tag_api_tags__name__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenameTagBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `pictures.tag_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `pictures.tag_taken` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    tokens_api_tokens_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"][];
                };
            };
        };
    };
    make_token_api_tokens_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewToken"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    revoke_token_api_tokens__token_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `accounts.token_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    finish_api_uploads__upload_id__finish_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FinishBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `blobs.other_bytes` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `blobs.upload_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    plan_api_uploads_plan_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["picsellia_server__blobs__schemas__PlanBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlannedUpload"];
                };
            };
            /** @description `blobs.too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    version_api_version_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    version_api_versions__version_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
            /** @description `datasets.version_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    trash_api_versions__version_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `datasets.not_yours` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `datasets.version_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    change_api_versions__version_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
            /** @description `datasets.not_yours` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `datasets.version_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `datasets.taken`; `datasets.version_taken` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    looks_api_versions__version_id__annotations_get: {
        parameters: {
            query?: {
                /** @description `false`: only pictures without an annotation. */
                annotated?: boolean | null;
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Ids of labels: pictures that have all of them. */
                label?: string[];
                /** @description Number of shapes, inclusive. */
                least?: number | null;
                /** @description At most 1,000, or 10,000 with `shape=rows`. */
                limit?: number;
                /** @description Number of shapes, inclusive. */
                most?: number | null;
                /** @description A part of the file name. */
                name?: string;
                /** @description `rows`: columns once, then arrays. */
                shape?: "items" | "rows";
                /** @description Bring the shapes as well; then at most 500 pictures. */
                shapes?: boolean;
                /** @description With an object of one of these sizes. */
                size?: components["schemas"]["SizeClass"][];
                /** @description Of these statuses. */
                status?: components["schemas"]["Status"][];
            };
            header?: never;
            path: {
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Look_"];
                };
            };
            /** @description `datasets.version_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    write_api_versions__version_id__annotations_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WriteBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Written"];
                };
            };
            /** @description `annotations.shape`; `annotations.refused` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `datasets.not_yours` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `datasets.version_unknown`; `annotations.not_a_member` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `annotations.moved_on` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    delete_api_versions__version_id__annotations_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PickedBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Written"];
                };
            };
            /** @description `datasets.not_yours` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `datasets.version_unknown`; `annotations.not_a_member` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    anchors_api_versions__version_id__annotations_anchors_get: {
        parameters: {
            query?: {
                /** @description `false`: only pictures without an annotation. */
                annotated?: boolean | null;
                every?: number;
                /** @description Ids of labels: pictures that have all of them. */
                label?: string[];
                /** @description Number of shapes, inclusive. */
                least?: number | null;
                /** @description Number of shapes, inclusive. */
                most?: number | null;
                /** @description A part of the file name. */
                name?: string;
                /** @description With an object of one of these sizes. */
                size?: components["schemas"]["SizeClass"][];
                /** @description Of these statuses. */
                status?: components["schemas"]["Status"][];
            };
            header?: never;
            path: {
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Anchors"];
                };
            };
            /** @description `datasets.version_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    count_api_versions__version_id__annotations_count_get: {
        parameters: {
            query?: {
                /** @description `false`: only pictures without an annotation. */
                annotated?: boolean | null;
                /** @description Ids of labels: pictures that have all of them. */
                label?: string[];
                /** @description Number of shapes, inclusive. */
                least?: number | null;
                /** @description Number of shapes, inclusive. */
                most?: number | null;
                /** @description A part of the file name. */
                name?: string;
                /** @description With an object of one of these sizes. */
                size?: components["schemas"]["SizeClass"][];
                /** @description Of these statuses. */
                status?: components["schemas"]["Status"][];
            };
            header?: never;
            path: {
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Counted"];
                };
            };
            /** @description `datasets.version_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    delete_by_post_api_versions__version_id__annotations_delete_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PickedBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Written"];
                };
            };
            /** @description `datasets.not_yours` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `datasets.version_unknown`; `annotations.not_a_member` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    changes_api_versions__version_id__changes_get: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Most items in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Change_"];
                };
            };
            /** @description `datasets.version_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    undo_api_versions__version_id__changes__change_id__undo_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                change_id: string;
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Written"];
                };
            };
            /** @description `datasets.not_yours` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `datasets.version_unknown`; `annotations.change_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `annotations.undo` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    diff_api_versions__version_id__diff__other_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                other_id: string;
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Diff"];
                };
            };
            /** @description `datasets.version_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    diff_api_versions__version_id__diff__other_id__annotations_get: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Most items in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                other_id: string;
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Differences"];
                };
            };
            /** @description `datasets.version_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    diff_page_api_versions__version_id__diff__other_id__pictures_get: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Most items in the answer. */
                limit?: number;
                side?: components["schemas"]["Side"];
            };
            header?: never;
            path: {
                other_id: string;
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Picture_"];
                };
            };
            /** @description `datasets.version_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    export_api_versions__version_id__export_get: {
        parameters: {
            query?: {
                /** @description VOC and YOLO come as a .zip. */
                format?: components["schemas"]["Format"];
                /** @description Only annotations of this status. */
                status?: "all" | components["schemas"]["Status"];
            };
            header?: never;
            path: {
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `datasets.version_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    imports_api_versions__version_id__imports_get: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Most items in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Import_"];
                };
            };
            /** @description `datasets.not_yours` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `datasets.version_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    begin_import_api_versions__version_id__imports_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            /** @description `annotations.format` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `datasets.not_yours` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `datasets.version_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `blobs.bytes_missing` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    labels_api_versions__version_id__labels_get: {
        parameters: {
            query?: {
                /** @description Those that can be restored, instead. */
                trashed?: boolean;
            };
            header?: never;
            path: {
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Label_"];
                };
            };
            /** @description `datasets.version_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    make_api_versions__version_id__labels_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LabelsBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_MadeLabel_"];
                };
            };
            /** @description `datasets.not_yours` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `datasets.version_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    put_in_order_api_versions__version_id__labels_order_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Label_"];
                };
            };
            /** @description `datasets.label_order` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `datasets.not_yours` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `datasets.version_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    manifest_api_versions__version_id__manifest_get: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description At most 1,000, or 10,000 with `shape=rows`. */
                limit?: number;
                /** @description `rows`: columns once, then arrays. */
                shape?: "items" | "rows";
            };
            header?: never;
            path: {
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Entry_"];
                };
            };
            /** @description `datasets.version_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    pictures_api_versions__version_id__pictures_get: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description At most 1,000, or 10,000 with `shape=rows`. */
                limit?: number;
                /** @description A part of the file name. */
                name?: string;
                /** @description `rows`: columns once, then arrays. */
                shape?: "items" | "rows";
            };
            header?: never;
            path: {
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Picture_"];
                };
            };
            /** @description `datasets.version_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    add_pictures_api_versions__version_id__pictures_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChosenBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Added"];
                };
            };
            /** @description `datasets.not_yours` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `datasets.version_unknown`; `pictures.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    remove_pictures_api_versions__version_id__pictures_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChosenBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Removed"];
                };
            };
            /** @description `datasets.not_yours` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `datasets.version_unknown`; `pictures.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    one_api_versions__version_id__pictures__picture_id__annotation_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                picture_id: string;
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Annotation"];
                };
            };
            /** @description `datasets.version_unknown`; `annotations.not_a_member`; `annotations.none` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    history_api_versions__version_id__pictures__picture_id__history_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                picture_id: string;
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Past_"];
                };
            };
            /** @description `datasets.version_unknown`; `annotations.not_a_member` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    revert_api_versions__version_id__pictures__picture_id__history__change_id__restore_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                change_id: string;
                picture_id: string;
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Written"];
                };
            };
            /** @description `datasets.not_yours` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `datasets.version_unknown`; `annotations.not_a_member`; `annotations.change_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    look_api_versions__version_id__pictures__picture_id__look_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                picture_id: string;
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Look"];
                };
            };
            /** @description `datasets.version_unknown`; `annotations.not_a_member` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    neighbours_api_versions__version_id__pictures__picture_id__neighbours_get: {
        parameters: {
            query?: {
                /** @description `false`: only pictures without an annotation. */
                annotated?: boolean | null;
                /** @description Ids of labels: pictures that have all of them. */
                label?: string[];
                /** @description Number of shapes, inclusive. */
                least?: number | null;
                /** @description Number of shapes, inclusive. */
                most?: number | null;
                /** @description A part of the file name. */
                name?: string;
                /** @description With an object of one of these sizes. */
                size?: components["schemas"]["SizeClass"][];
                /** @description Of these statuses. */
                status?: components["schemas"]["Status"][];
            };
            header?: never;
            path: {
                picture_id: string;
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Neighbours"];
                };
            };
            /** @description `datasets.version_unknown`; `annotations.not_a_member` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    thumbnail_api_versions__version_id__pictures__picture_id__thumbnail__side__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                picture_id: string;
                /** @description Longest side, in pixels. */
                side: number;
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `datasets.version_unknown`; `pictures.unknown`; `pictures.thumbnail_missing` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    address_api_versions__version_id__pictures__picture_id__url_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                picture_id: string;
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Address"];
                };
            };
            /** @description `datasets.version_unknown`; `pictures.unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    restore_api_versions__version_id__restore_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["picsellia_server__datasets__schemas__RestoreBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
            /** @description `datasets.version_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `datasets.taken`; `datasets.version_taken` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    review_api_versions__version_id__review_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Written"];
                };
            };
            /** @description `datasets.not_yours` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `datasets.version_unknown`; `annotations.not_a_member` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    statistics_api_versions__version_id__statistics_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statistics"];
                };
            };
            /** @description `datasets.version_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    trash_listing_api_versions_trash_get: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Most items in the answer. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TrashedVersion_"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    wheel_sdk_wheel__name__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `sdk.wheel_unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
}
