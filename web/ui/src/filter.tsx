// What lists and tables are filtered by: a form whose address holds the whole question.
export interface FilterOption {
  value: string;
  title: string;
}

export function FilterSelect(props: { name: string; label: string; any?: string; options: FilterOption[]; chosen: string | null }) {
  const id = `filter-${props.name}`;
  return (
    <div class="govuk-form-group">
      <label class="govuk-label" for={id}>
        {props.label}
      </label>
      <select class="govuk-select" id={id} name={props.name}>
        {props.any !== undefined && <option value="">{props.any}</option>}
        {props.options.map(({ value, title }) => (
          <option key={value} value={value} selected={value === props.chosen}>
            {title}
          </option>
        ))}
      </select>
    </div>
  );
}
